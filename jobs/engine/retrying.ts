import { setTimeout as sleep } from "node:timers/promises";
import { isAway, sqlState } from "#db/errors.ts";

/** Milliseconds between tries, doubling from the first to the last. */
const pause = { first: 50, longest: 5_000 };
/** Tries of a conflict with other transactions. What is away or held by others is waited for without end. */
const conflictTries = 20;

// Deadlock, serialization failure.
const isConflict = (code: string) => ["40P01", "40001"].includes(code);
// Lock timeout: a large import holds its links until it commits.
const isHeld = (code: string) => code === "55P03";

/**
 * Repeats `work`, a whole transaction, while what stopped it passes by itself; `onHeld` is done before
 * each further try of what others' locks stopped.
 */
export async function retrying<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  onHeld?: () => Promise<unknown>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = sqlState(error);
      const passes = isAway(code) || isHeld(code) || (isConflict(code) && attempt < conflictTries);
      if (!passes || signal.aborted) throw error;
      // What keeps that from being done keeps the next try waiting as well.
      if (isHeld(code)) await onHeld?.().catch(() => {});
      const wait = Math.min(pause.first * 2 ** Math.min(attempt, 10), pause.longest);
      await sleep(wait * (0.5 + Math.random() / 2));
    }
  }
}
