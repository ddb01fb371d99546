import { and, eq, sql } from "drizzle-orm";
import { userSearchSchema, type UserSearch } from "#lib/user-search.ts";
import type { Tx } from "../client.ts";
import { userSearches } from "../schema/index.ts";
import { membersOf } from "./set-members.ts";
import { readSet, type SetUser } from "./sets.ts";
import { everyone, usersSearched, type Such } from "./user-list.ts";

/** Of one person, for a day. Its id names nobody and may stand in an address. */
export async function keepSearch(tx: Tx, staffId: string, search: UserSearch): Promise<string> {
  const [kept] = await tx
    .insert(userSearches)
    .values({ staffId, search })
    .returning({ id: userSearches.id });
  if (!kept) throw new Error("the search was not kept");
  return kept.id;
}

/** Null when it has expired, or is another person's. */
export async function readSearch(tx: Tx, staffId: string, id: string): Promise<UserSearch | null> {
  const [kept] = await tx
    .select({ search: userSearches.search })
    .from(userSearches)
    .where(
      and(
        eq(userSearches.id, id),
        eq(userSearches.staffId, staffId),
        sql`${userSearches.createdAt} > now() - interval '1 day'`,
      ),
    );
  return kept ? userSearchSchema.parse(kept.search) : null;
}

/** Which users a list is of: those a search finds, the members of a set, or everyone. */
export interface UserSource {
  search?: string;
  set?: number;
}

/** Null when the search has expired, or the set is gone. */
export async function usersFrom(
  tx: Tx,
  user: SetUser,
  { search, set }: UserSource,
): Promise<Such | null> {
  if (set !== undefined) {
    const found = await readSet(tx, user, set);
    return found && membersOf(tx, found);
  }
  if (search === undefined) return everyone;
  const kept = typeof user === "string" ? null : await readSearch(tx, user.id, search);
  return kept && usersSearched(tx, kept);
}
