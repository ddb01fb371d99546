import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { isUnstorable } from "#db/errors.ts";
import { isUnavailable } from "./unavailable.ts";

/**
 * For pages: what was read, or instead of the page the sentence that the database is away. Where the
 * address asks for what no text can be, there is nothing.
 */
export async function unlessAway<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (isUnstorable(error)) return notFound();
    if (!isUnavailable(error)) throw error;
  }
  const here = (await headers()).get("x-lethe-path") ?? "/";
  return redirect(`/unavailable?from=${encodeURIComponent(here)}`);
}
