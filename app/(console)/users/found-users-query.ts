import { randomUUID } from "node:crypto";
import type { UserPage } from "#db/queries/user-list.ts";
import { Refusal } from "#lib/refusal.ts";
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
  { wait }: UserListSearch,
  { quick, patient }: Ways,
): Promise<FoundUsers> {
  const key = randomUUID();
  if (!wait) return { page: await unlessAway(quick()), key };
  try {
    return { page: await unlessAway(patient(new AbortController().signal)), key };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { page: null, refusal: error.message, key };
  }
}

export const pageAsked = ({ order, descending, after }: UserListSearch) => ({
  order,
  descending: descending === "yes",
  after,
  limit: usersPerPage,
});
