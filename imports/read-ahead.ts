/*
 * Reading keeps Node busy and writing the server: each file is read while the one before is written.
 * Never more than one ahead, so that there are two connections and two files in staging at most.
 */

/** When a file that is read may be written. */
export interface Turn {
  /** The files before it are in. */
  readonly isHere: boolean;
  /** Between reading and writing: says that the file is read, and waits. Throws when it is given up. */
  come(): Promise<void>;
  /** Aborted when a file before it did not go in. */
  readonly signal: AbortSignal;
}

/** Does the works in their order. What one of them throws is told after those before it are done. */
export async function readAhead<W, T>(
  works: readonly W[],
  work: (one: W, turn: Turn) => Promise<T>,
  onDone: (result: T) => void,
): Promise<void> {
  const waiting = works.values();
  const begin = () => {
    const { value, done } = waiting.next();
    return done ? undefined : begun((turn) => work(value, turn));
  };
  let ahead = begin();
  try {
    while (ahead) {
      const present = ahead;
      await present.read();
      ahead = begin();
      onDone(await present.write());
    }
  } finally {
    await ahead?.giveUp();
  }
}

function begun<T>(work: (turn: Turn) => Promise<T>) {
  const [isRead, mayWrite] = [gate(), gate()];
  const over = new AbortController();
  let isHere = false;
  const result = work({
    get isHere() {
      return isHere;
    },
    async come() {
      isRead.open();
      await mayWrite.opened;
      over.signal.throwIfAborted();
    },
    signal: over.signal,
  });
  result.catch(() => {}); // Whoever waits for it is told; nobody may.
  return {
    read(): Promise<unknown> {
      isHere = true;
      return Promise.race([isRead.opened, result]);
    },
    write(): Promise<T> {
      mayWrite.open();
      return result;
    },
    async giveUp(): Promise<void> {
      over.abort();
      mayWrite.open();
      await result.catch(() => {});
    },
  };
}

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
