import { sql } from "drizzle-orm";
import { database, type Tx } from "#db/client.ts";
import { wasCancelled } from "#db/errors.ts";
import { Busy } from "#lib/refusal.ts";
import { toldByDatabase } from "./unavailable.ts";
import { unlessAway } from "./unless-away.ts";

type Options = Parameters<ReturnType<typeof database>["transaction"]>[2];

/** What a page shows, read in one transaction; while the database is away, the page that says so. */
export const readPage = <T>(work: (tx: Tx) => Promise<T>, options?: Options): Promise<T> =>
  unlessAway(database().transaction("lethe_web", work, options));

/**
 * What comes to a page that is shown already, which a question may stand open on: where it cannot be read,
 * the sentence why, and the page stays.
 */
export async function readPart<T>(
  work: (tx: Tx) => Promise<T>,
  options?: Options,
): Promise<{ read: T } | { sentence: string }> {
  try {
    return { read: await database().transaction("lethe_web", work, options) };
  } catch (error) {
    const sentence =
      error instanceof Busy ? error.message : toldByDatabase(error, { reads: true })?.sentence;
    if (sentence === undefined) throw error;
    return { sentence };
  }
}

/** Seconds that a part of a page may count before its reader is told that it takes longer. */
export const countingSeconds = 10;

/** What a part of a page counts, apart from the rest; null when a statement took longer than that. */
export const readCounts = <T>(
  work: (tx: Tx) => Promise<T>,
  seconds = countingSeconds,
): Promise<T | null> => unlessAway(countedWithin(seconds, work));

async function countedWithin<T>(seconds: number, work: (tx: Tx) => Promise<T>): Promise<T | null> {
  const counting = async (tx: Tx) => {
    // A lock that is waited for takes from the same seconds.
    await tx.execute(sql`SELECT set_config('lock_timeout', '0', true)`);
    return work(tx);
  };
  try {
    return await database().transaction("lethe_web", counting, {
      statementTimeoutMs: seconds * 1_000,
    });
  } catch (error) {
    if (!wasCancelled(error)) throw error;
    return null;
  }
}
