import { sql } from "drizzle-orm";
import { database, type Tx } from "#db/client.ts";
import { wasCancelled } from "#db/errors.ts";
import { formatSeconds } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";

/**
 * A long read on one snapshot, whose statements have a time limit of their own, and which ends in the
 * database too when whoever asked for it stops it or goes away.
 */
export async function readStoppable<T>(
  { signal, timeoutMs, what }: { signal: AbortSignal; timeoutMs: number; what: string },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const db = database();
  try {
    return await db.transaction(
      "lethe_web",
      async (tx) => {
        const { rows } = await tx.execute<{ backend: number }>(
          sql`SELECT pg_backend_pid() AS backend`,
        );
        const stop = () => void db.cancel("lethe_web", rows[0]?.backend ?? 0).catch(() => {});
        if (signal.aborted) throw new Refusal(stopped);
        signal.addEventListener("abort", stop);
        try {
          return await work(tx);
        } finally {
          signal.removeEventListener("abort", stop);
        }
      },
      { statementTimeoutMs: timeoutMs, isolation: "repeatable read" },
    );
  } catch (error) {
    if (!wasCancelled(error)) throw error;
    if (signal.aborted) throw new Refusal(stopped, { cause: error });
    throw new Refusal(
      `${what} took longer than ${formatSeconds(timeoutMs / 1_000)} and was given up. Nothing was changed.`,
      { cause: error },
    );
  }
}

const stopped = "Stopped. Nothing was changed.";
