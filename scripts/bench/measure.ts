import { sql } from "drizzle-orm";
import { openDatabase } from "#db/client.ts";
import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { timeImport, type ImportFigure } from "./import.ts";
import { circulate, latency, type Latency } from "./live.ts";
import { prepareNights } from "./nightly.ts";
import { ruleSets, seedInPlace, seedLibrary, settingsOf, type RuleSet } from "./seed.ts";
import { query, type BenchDatabase, type BenchServer } from "./server.ts";
import { timeDelete, timeStatement, timeUpdate } from "./statements.ts";
import { timeJob, type JobFigure } from "./workers.ts";

interface Options {
  loans: number;
  runs: number;
  say(line: string): void;
}

/** Seconds; each list is in the order measured. */
export interface RuleSetFigures {
  eligible: number;
  update: number[];
  delete: number[];
  statement: number[];
  job: number[];
  jobTwoWorkers: number[];
  preview: number[];
}

export interface Figures {
  plain: RuleSetFigures;
  retain: RuleSetFigures;
  nightly: { before: number[]; after: number[] };
  live: { without: Latency; with: Latency };
  workerPeakMegabytes: number | null;
  import: ImportFigure;
  ratios: {
    updateOverJob: number;
    jobOverDelete: number;
    nightlyAfterOverBefore: number;
    liveP99WithOverWithout: number;
    retain: { updateOverJob: number; updateOverJobTwoWorkers: number; jobOverStatement: number };
  };
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;

/** Every figure of the bench, on one server in one run; each measurement on a fresh copy of the same library. */
export async function measureAll(server: BenchServer, options: Options): Promise<Figures> {
  const { loans, runs, say } = options;
  const peaks: (number | null)[] = [];
  say(`Seeding ${loans} loans …`);
  const library = await seedLibrary(server, loans);
  const inPlace = await seedInPlace(server, library);

  const onCopy = async <T>(
    of: BenchDatabase,
    what: string,
    work: (copy: BenchDatabase) => Promise<T>,
    told: (value: T) => number,
  ): Promise<T> => {
    const copy = await server.copy(of);
    try {
      const value = await work(copy);
      say(`${what}: ${told(value).toFixed(2)} s`);
      return value;
    } finally {
      await server.drop(copy);
    }
  };
  const seconds = (value: number) => value;
  const job = async (of: BenchDatabase, set: RuleSet, workers: number, what: string) => {
    const figure = await onCopy(
      of,
      what,
      (copy) => timeJob(copy, set, workers),
      (f: JobFigure) => f.seconds,
    );
    peaks.push(figure.peakMegabytes);
    return figure.seconds;
  };

  const sets = {} as Record<RuleSet, RuleSetFigures>;
  for (const set of ruleSets) {
    const [count] = await query(library, `SELECT count(*)::int AS n FROM bench.eligible_${set}`);
    const figures: RuleSetFigures = {
      eligible: Number(count?.n),
      update: [],
      delete: [],
      statement: [],
      job: [],
      jobTwoWorkers: [],
      preview: [],
    };
    // In turn, so that a slow minute of the machine falls on all alike.
    for (let run = 0; run < runs; run += 1) {
      figures.job.push(await job(library, set, 1, `${set}: job, one worker`));
      figures.delete.push(
        await onCopy(library, `${set}: bare DELETE`, (copy) => timeDelete(copy, set), seconds),
      );
      figures.statement.push(
        await onCopy(library, `${set}: one statement`, (copy) => timeStatement(copy, set), seconds),
      );
      figures.jobTwoWorkers.push(await job(library, set, 2, `${set}: job, two workers`));
      figures.update.push(
        await onCopy(inPlace, `${set}: UPDATE in place`, (copy) => timeUpdate(copy, set), seconds),
      );
      figures.preview.push(
        await onCopy(library, `${set}: preview`, (copy) => timePreview(copy, set), seconds),
      );
    }
    sets[set] = figures;
  }

  const nights = await prepareNights(server, library, loans);
  const nightly = { before: [] as number[], after: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    nightly.before.push(await job(nights.before, "plain", 1, "nightly, history as it is"));
    nightly.after.push(await job(nights.after, "plain", 1, "nightly, history doubled"));
  }
  await server.drop(nights.before);
  await server.drop(nights.after);

  const live = await measureLive(server, library, runs, say);
  const imported = await timeImport(server, Math.min(1_000_000, loans), say);
  const { plain, retain } = sets;
  return {
    plain,
    retain,
    nightly,
    live,
    workerPeakMegabytes: peaks.some((peak) => peak === null)
      ? null
      : Math.max(...peaks.map(Number)),
    import: imported,
    ratios: {
      updateOverJob: median(plain.update) / median(plain.job),
      jobOverDelete: median(plain.job) / median(plain.delete),
      nightlyAfterOverBefore: median(nightly.after) / median(nightly.before),
      liveP99WithOverWithout: live.with.p99 / live.without.p99,
      retain: {
        updateOverJob: median(retain.update) / median(retain.job),
        updateOverJobTwoWorkers: median(retain.update) / median(retain.jobTwoWorkers),
        jobOverStatement: median(retain.job) / median(retain.statement),
      },
    },
  };
}

async function timePreview(database: BenchDatabase, set: RuleSet): Promise<number> {
  const db = openDatabase(database.url);
  try {
    const began = performance.now();
    await db.transaction(
      "lethe_web",
      (tx) => previewAnonymization(tx, { settings: settingsOf(set) }),
      { statementTimeoutMs: 600_000 },
    );
    return (performance.now() - began) / 1000;
  } finally {
    await db.end();
  }
}

/** Returns and renewals of active loans, alone for as long as beside the job. */
async function measureLive(
  server: BenchServer,
  library: BenchDatabase,
  runs: number,
  say: (line: string) => void,
): Promise<Figures["live"]> {
  const alone: number[] = [];
  const beside: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const copy = await server.copy(library);
    const db = openDatabase(copy.url);
    const quiet = circulate(copy);
    await db.transaction("lethe_worker", (tx) => tx.execute(sql`SELECT pg_sleep(8)`));
    await db.end();
    alone.push(...(await quiet.stop()));
    await server.drop(copy);
    const second = await server.copy(library);
    let busy: ReturnType<typeof circulate> | undefined;
    await timeJob(second, "retain", 1, async () => {
      busy = circulate(second);
    });
    beside.push(...((await busy?.stop()) ?? []));
    await server.drop(second);
  }
  const figures = { without: latency(alone), with: latency(beside) };
  say(
    `live p99: ${figures.without.p99.toFixed(1)} ms alone, ${figures.with.p99.toFixed(1)} ms beside the job`,
  );
  return figures;
}
