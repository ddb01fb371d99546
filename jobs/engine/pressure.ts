import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { logEvent } from "./move-run.ts";

/** Milliseconds between looks. */
const lookMilliseconds = 1_000;

/** From where on others count as in trouble. */
export interface Patience {
  /** Bytes of the server's log. */
  behind: number;
  /** Minutes that another program's transaction may be open. */
  minutes: number;
}
const patience: Patience = { behind: 256 * 2 ** 20, minutes: 15 };

/** Whether others need the server more than a run does. */
export interface Pressure {
  /** What a run waits for, in words that hold no patron data; null when nothing stands against a batch. */
  factor(): string | null;
}

export const calm: Pressure = { factor: () => null };

/** Looks once a second, until `signal`, whether anything stands against a batch. */
export function watchPressure(db: Database, signal: AbortSignal): Pressure {
  let factor: string | null = null;
  void (async () => {
    while (!signal.aborted) {
      // A database that is away is told by the run's own queries.
      factor = await db
        .transaction("lethe_worker", (tx) => readPressure(tx, patience))
        .catch(() => factor);
      await sleep(lookMilliseconds, undefined, { signal }).catch(() => {});
    }
  })();
  return { factor: () => factor };
}

export async function readPressure(tx: Tx, { behind, minutes }: Patience): Promise<string | null> {
  const { rows } = await tx.execute<{ factor: string | null }>(
    sql`SELECT console.pressure(${behind}, make_interval(mins => ${minutes})) AS factor`,
  );
  return rows[0]?.factor ?? null;
}

/** Says on the run what it waits for, and in its log when that is news; null: it goes on. */
export async function sayWhatItWaitsFor(tx: Tx, runId: number, factor: string | null) {
  await tx.execute(sql`UPDATE console.job_runs SET waits_for = ${factor} WHERE id = ${runId}`);
  if (factor === null) return;
  const message = `Waits for ${factor}.`;
  const { rows } = await tx.execute(sql`SELECT FROM console.job_events
    WHERE run_id = ${runId} AND message = ${message} AND at > clock_timestamp() - interval '1 minute'`);
  if (rows.length === 0) await logEvent(tx, runId, message, "warning");
}
