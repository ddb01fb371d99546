import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { logEvent, warnOnce } from "./move-run.ts";

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

/**
 * Does `work` while looking once a second whether anything stands against a batch; has looked before it
 * begins, and looks no more when it has ended. A worker without work asks nothing.
 */
export async function watchingPressure<T>(
  db: Database,
  signal: AbortSignal,
  work: (pressure: Pressure) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const until = AbortSignal.any([signal, ended.signal]);
  let factor: string | null = null;
  const look = async () => {
    // A database that is away is told by the run's own queries.
    factor = await db
      .transaction("lethe_worker", (tx) => readPressure(tx, patience))
      .catch(() => factor);
  };
  const pause = () => sleep(lookMilliseconds, undefined, { signal: until }).catch(() => {});
  await look();
  const looking = (async () => {
    for (await pause(); !until.aborted; await pause()) await look();
  })();
  try {
    return await work({ factor: () => factor });
  } finally {
    ended.abort();
    await looking;
  }
}

export async function readPressure(tx: Tx, { behind, minutes }: Patience): Promise<string | null> {
  const { rows } = await tx.execute<{ factor: string | null }>(
    sql`SELECT console.pressure(${behind}, make_interval(mins => ${minutes})) AS factor`,
  );
  return rows[0]?.factor ?? null;
}

/** Says on the run what it waits for, or that it goes on (null), and in its log when that is news. */
export async function sayWhatItWaitsFor(tx: Tx, runId: number, factor: string | null) {
  const { rowCount } = await tx.execute(sql`UPDATE console.job_runs SET waits_for = ${factor}::text
    WHERE id = ${runId} AND waits_for IS DISTINCT FROM ${factor}::text`);
  if (factor !== null) await warnOnce(tx, runId, `Waits for ${factor}.`, 60);
  else if (rowCount) await logEvent(tx, runId, "Goes on: nothing stands against it any more.");
}
