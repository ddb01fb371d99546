import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { isUnavailable } from "./unavailable.ts";

/** For pages: what was read, or instead of the page the sentence that the database is away. */
export async function unlessAway<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
  }
  const here = (await headers()).get("x-lethe-path") ?? "/";
  return redirect(`/unavailable?from=${encodeURIComponent(here)}`);
}
