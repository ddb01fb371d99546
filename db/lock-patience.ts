import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { Refusal } from "#lib/refusal.ts";
import { sqlState } from "./errors.ts";

export interface LockPatience {
  /** Milliseconds for a lock; so long does whoever comes after us wait as well. */
  lock: number;
  /** Milliseconds before it is tried again, in which all who waited go on. */
  pause: number;
  /** Then it is given up. */
  tries: number;
}

/** A quarter of an hour. */
const patient: LockPatience = { lock: 5_000, pause: 10_000, tries: 60 };

/**
 * Does the work on the client, and all of it again while others hold what it needs: whoever waits for
 * a table to change it makes everybody behind it wait too, so it never waits long. `say` hears once for whom.
 */
export async function betweenOthers(
  client: pg.Client,
  work: () => Promise<void>,
  { say, patience = patient }: { say: (sentence: string) => void; patience?: LockPatience },
): Promise<void> {
  await client.query(`SET lock_timeout = ${patience.lock}`);
  let said = "";
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (sqlState(error) !== "55P03") throw error;
      await client.query("ROLLBACK");
      await client.query("RESET ROLE");
      const holders = await holdersOfTables(client);
      if (tried >= patience.tries) throw new Refusal(givenUp(holders));
      if (said !== holders) say(`Waiting for transactions that hold Lethe's tables: ${holders}.`);
      said = holders;
      await sleep(patience.pause);
    }
  }
}

const givenUp = (holders: string) =>
  `The migration is not complete: other transactions held Lethe's tables all the time: ${holders}. Run migrate again once what is under way, such as an import, has ended.`;

/** Of which program and since when is not told to every login; the number is. */
async function holdersOfTables(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ holders: string | null }>(
    `SELECT string_agg(format('server process %s%s', pid, ' (' || nullif(application_name, '') || ')'), ', ' ORDER BY pid) AS holders
     FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND pid IN (
       SELECT l.pid FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
       WHERE l.granted AND c.relnamespace::regnamespace::text IN ('record', 'patron', 'console', 'queue', 'migrations', 'work')
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
  );
  return rows[0]?.holders ?? "they have just ended";
}
