import { Busy } from "#lib/refusal.ts";

export type Turns = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** Does so many works at a time. Who comes later waits for a turn, until `signal` or the patience ends. */
export function turns(places: number, patienceMs: number): Turns {
  let free = places;
  const waiting = new Set<() => void>();

  const enter = (signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const settle = (then: () => void) => {
        waiting.delete(inTurn);
        clearTimeout(patience);
        signal?.removeEventListener("abort", left);
        then();
      };
      const inTurn = () => settle(resolve);
      const left = () => settle(() => reject(signal?.reason as Error));
      const patience = setTimeout(() => settle(() => reject(new Busy(sentence))), patienceMs);
      waiting.add(inTurn);
      signal?.addEventListener("abort", left);
    });

  return async (work, signal) => {
    signal?.throwIfAborted();
    if (free > 0) free -= 1;
    else await enter(signal);
    try {
      return await work();
    } finally {
      const [next] = waiting;
      if (next) next();
      else free += 1;
    }
  };
}

const sentence = "Several long counts are under way already. Try again in a minute.";
