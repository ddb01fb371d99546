import type { RuleSet } from "./seed.ts";
import type { BenchDatabase, BenchServer } from "./server.ts";
import { timeJob, type JobOptions } from "./workers.ts";

/** One run of the bench: its server, its libraries, and where it says what it does. */
export interface Bench {
  server: BenchServer;
  library: BenchDatabase;
  /** The same loans with the patron on the loan. */
  inPlace: BenchDatabase;
  /** Loans, and records of each other family. */
  loans: number;
  /** Measurements of each figure. */
  runs: number;
  say(line: string): void;
  /** MB, one for each job; null where the system does not tell. */
  workerPeaks: (number | null)[];
}

/** Measures on a fresh copy, so that no figure meets what another left behind. Returns seconds. */
export async function onCopy(
  bench: Pick<Bench, "server" | "say">,
  of: BenchDatabase,
  what: string,
  time: (copy: BenchDatabase) => Promise<number>,
): Promise<number> {
  const copy = await bench.server.copy(of);
  try {
    const seconds = await time(copy);
    bench.say(`${what}: ${seconds.toFixed(2)} s`);
    return seconds;
  } finally {
    await bench.server.drop(copy);
  }
}

/** The job on a fresh copy, end to end, in seconds. */
export const jobOnCopy = (
  bench: Bench,
  of: BenchDatabase,
  set: RuleSet,
  workers: number,
  what: string,
  options?: JobOptions,
): Promise<number> =>
  onCopy(bench, of, what, async (copy) => {
    const { seconds, peakMegabytes } = await timeJob(copy, set, workers, options);
    bench.workerPeaks.push(peakMegabytes);
    return seconds;
  });

/** Of what was measured in turn the ratio is taken round by round, so that a slow round weighs on both sides of it. */
export const medianRatio = (above: number[], below: number[]): number =>
  median(above.map((seconds, round) => seconds / (below[round] ?? NaN)));

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;
