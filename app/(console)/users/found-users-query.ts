import { randomUUID } from "node:crypto";
import type { UserPage } from "#db/queries/user-list.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Staff } from "#lib/server/session.ts";
import { unlessAway } from "#lib/server/unless-away.ts";
import { usersPerPage, type UserListSearch } from "./schema.ts";

/** What a page of a list was found to be. */
export interface FoundUsers {
  /** Null where it could not be had at once. */
  page: UserPage | null;
  /** Why it could not be had at all. */
  refusal?: string;
  /** Of this answer alone: what it lacks is asked for anew, however lately it was asked for before. */
  key: string;
}

interface Ways {
  quick: () => Promise<UserPage | null>;
  patient: (signal: AbortSignal) => Promise<UserPage>;
}

/** A page at once or not at all; where the address says to wait, in whatever time it takes. */
export async function findUsers(
  staff: Pick<Staff, "id">,
  { wait }: UserListSearch,
  { quick, patient }: Ways,
): Promise<FoundUsers> {
  const key = randomUUID();
  if (!wait) return { page: await unlessAway(quick()), key };
  try {
    return { page: await unlessAway(alone(staff.id, patient)), key };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { page: null, refusal: error.message, key };
  }
}

/** Pages that are waited for, by who waits. */
const waiting = new Map<string, AbortController>();

/** One at a time for each person: who loads a page anew has left the one before, which nobody is told. */
async function alone<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  waiting.get(id)?.abort();
  const own = new AbortController();
  waiting.set(id, own);
  try {
    return await work(own.signal);
  } finally {
    if (waiting.get(id) === own) waiting.delete(id);
  }
}

export const pageAsked = ({ order, descending, after }: UserListSearch) => ({
  order,
  descending: descending === "yes",
  after,
  limit: usersPerPage,
});
