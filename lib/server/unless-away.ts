import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { isUnstorable, wasCancelled } from "#db/errors.ts";
import { Busy } from "#lib/refusal.ts";
import { isContended, isUnavailable } from "./unavailable.ts";

/** Why a page cannot be shown. */
export const reasons = ["away", "busy", "slow"] as const;
type Reason = (typeof reasons)[number];

/**
 * For pages: what was read, or instead of the page the sentence that the database is away,
 * busy or too slow. An address with text that PostgreSQL cannot hold is answered as not found.
 */
export async function unlessAway<T>(reading: Promise<T>): Promise<T> {
  let reason: Reason;
  try {
    return await reading;
  } catch (error) {
    if (isUnstorable(error)) return notFound();
    reason = reasonOf(error);
  }
  const here = (await headers()).get("x-lethe-path") ?? "/";
  return redirect(`/unavailable?why=${reason}&from=${encodeURIComponent(here)}`);
}

function reasonOf(error: unknown): Reason {
  if (isUnavailable(error)) return "away";
  if (error instanceof Busy || isContended(error)) return "busy";
  if (wasCancelled(error)) return "slow";
  throw error;
}
