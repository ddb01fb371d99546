import { NotFound, Refusal } from "#lib/refusal.ts";
import type { UserSearch } from "#lib/user-search.ts";
import type { Database, Tx } from "../client.ts";
import { wasCancelled } from "../errors.ts";
import type { SetUser } from "./sets.ts";
import {
  countUsers,
  eachUser,
  listUsers,
  usersSearched,
  type Such,
  type UserPage,
  type UserPageQuery,
  type UserRow,
} from "./user-list.ts";
import { usersFrom, type UserSource } from "./user-searches.ts";

/** Milliseconds that a page waits by itself, and that somebody who can stop it may wait, of which for a walk. */
const limits = { quick: 50, patient: 120_000, walk: 1_000 };

/** A page of users; null when it takes longer than anyone waits without being asked. */
export async function quickly<Page>(
  db: Database,
  work: (tx: Tx, withinMs: number) => Promise<Page>,
): Promise<Page | null> {
  try {
    return await db.transaction("lethe_web", (tx) => work(tx, limits.quick), {
      statementTimeoutMs: limits.quick,
    });
  } catch (error) {
    if (!wasCancelled(error)) throw error;
    return null;
  }
}

/** Also null when the search has expired or the set is gone; `patientPage` says so. */
export const quickPage = (
  db: Database,
  user: SetUser,
  source: UserSource,
  query: UserPageQuery,
): Promise<UserPage | null> =>
  quickly(db, async (tx, withinMs) => {
    const such = await usersFrom(tx, user, source);
    return such && listUsers(tx, such, { ...query, withinMs });
  });

/** The same in whatever time it takes; `signal` ends it. */
export const patientPage = (
  db: Database,
  user: SetUser,
  source: UserSource,
  query: UserPageQuery,
  signal: AbortSignal,
): Promise<UserPage> =>
  patiently(db, user, source, signal, (tx, such) => listPatiently(tx, such, query));

/** Where only a walk tells whether it fills a page soon, it is tried, and given up for the other way. */
async function listPatiently(tx: Tx, such: Such, query: UserPageQuery): Promise<UserPage> {
  if (such.first !== undefined) return listUsers(tx, such, query);
  try {
    return await tx.transaction((walk) =>
      listUsers(walk, such, { ...query, withinMs: limits.walk }),
    );
  } catch (error) {
    if (!wasCancelled(error)) throw error;
    return listUsers(tx, { ...such, first: true }, query);
  }
}

export const patientCount = (
  db: Database,
  user: SetUser,
  source: UserSource,
  signal: AbortSignal,
): Promise<number> => patiently(db, user, source, signal, countUsers);

/** For scripts, which keep no search. */
export const patientSearch = (
  db: Database,
  search: UserSearch,
  query: UserPageQuery,
  signal: AbortSignal,
): Promise<UserPage> => searching(db, search, signal, (tx, such) => listPatiently(tx, such, query));

/** Whom a file is about: a search, or as a list has it. */
export type Exported = UserSource & { asked?: UserSearch };

/** Everybody that is meant, in order, taken a piece at a time. */
export function patientExport<T>(
  db: Database,
  user: SetUser,
  { asked, ...source }: Exported,
  order: Pick<UserPageQuery, "order" | "descending">,
  signal: AbortSignal,
  take: (pieces: AsyncIterable<UserRow[]>) => Promise<T>,
): Promise<T> {
  const work = (tx: Tx, such: Such) => take(eachUser(tx, such, order));
  return asked ? searching(db, asked, signal, work) : patiently(db, user, source, signal, work);
}

const searching = <T>(
  db: Database,
  search: UserSearch,
  signal: AbortSignal,
  work: (tx: Tx, such: Such) => Promise<T>,
): Promise<T> =>
  patientWork(db, signal, async (tx) => {
    const such = await usersSearched(tx, search);
    if (such.isCapped) throw new Refusal(tooMany);
    return work(tx, such);
  });

const tooMany = "More users fit these words than one look-up brings. Send more letters.";

const patiently = <T>(
  db: Database,
  user: SetUser,
  source: UserSource,
  signal: AbortSignal,
  work: (tx: Tx, such: Such) => Promise<T>,
): Promise<T> =>
  patientWork(db, signal, async (tx) => {
    const such = await usersFrom(tx, user, source);
    if (!such) throw new NotFound("This search has expired, or the set is gone.");
    return work(tx, such);
  });

async function patientWork<T>(
  db: Database,
  signal: AbortSignal,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await db.transaction("lethe_web", work, {
      statementTimeoutMs: limits.patient,
      isolation: "repeatable read",
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw new Refusal("The search was stopped.");
    if (!wasCancelled(error)) throw error;
    throw new Refusal("This takes longer than two minutes. Add conditions to narrow it down.");
  }
}
