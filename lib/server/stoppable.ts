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
  const options = { statementTimeoutMs: timeoutMs, isolation: "repeatable read", signal } as const;
  try {
    return await database().transaction("lethe_web", work, options);
  } catch (error) {
    if (signal.aborted) throw new Refusal(stopped, { cause: error });
    if (!wasCancelled(error)) throw error;
    throw new Refusal(
      `${what} took longer than ${formatSeconds(timeoutMs / 1_000)} and was given up. Nothing was changed.`,
      { cause: error },
    );
  }
}

const stopped = "Stopped. Nothing was changed.";
