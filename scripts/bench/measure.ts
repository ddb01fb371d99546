import { jobOnCopy, medianRatio, onCopy, type Bench } from "./context.ts";
import { timeImport, type ImportFigure } from "./import.ts";
import { measureLive, type LiveFigure } from "./live.ts";
import { prepareNights } from "./nightly.ts";
import { measureOtherFamilies, type FamilyFigures, type OtherFamily } from "./other-families.ts";
import { seedInPlace, seedLibrary, type RuleSet } from "./seed.ts";
import { query, type BenchServer } from "./server.ts";
import { timeDelete, timePreview, timeStatement, timeUpdate } from "./statements.ts";

/** Seconds; each list is in the order measured. */
export interface RuleSetFigures {
  eligible: number;
  update: number[];
  delete: number[];
  statement: number[];
  job: number[];
  /** The job without list of cuts, look at holds and verifier. */
  jobBare: number[];
  jobTwoWorkers: number[];
  preview: number[];
}

/** The job against what else could be done with the same links. */
export interface Compared {
  plain: RuleSetFigures;
  retain: RuleSetFigures;
  families: Record<OtherFamily, FamilyFigures>;
  ratios: {
    updateOverJob: number;
    jobOverDelete: number;
    /** The share of a run that its safeguards take. */
    safeguards: number;
    retain: {
      safeguards: number;
      updateOverJob: number;
      updateOverJobTwoWorkers: number;
      jobOverStatement: number;
    };
  };
}

/** A library's every day: the nights, circulation beside a run, an import. */
export interface Daily {
  nightly: { before: number[]; after: number[] };
  live: LiveFigure;
  workerPeakMegabytes: number | null;
  import: ImportFigure;
  ratios: { nightlyAfterOverBefore: number; liveP99WithOverWithout: number };
}

/** A library of that many loans, each measurement on a fresh copy of it. */
export async function seedBench(
  server: BenchServer,
  { loans, runs, say }: Pick<Bench, "loans" | "runs" | "say">,
): Promise<Bench> {
  say(`Seeding ${loans} loans …`);
  const library = await seedLibrary(server, loans);
  const inPlace = await seedInPlace(server, library);
  return { server, library, inPlace, loans, runs, say, workerPeaks: [] };
}

export async function measureCompared(bench: Bench): Promise<Compared> {
  const plain = await measureSet(bench, "plain");
  const retain = await measureSet(bench, "retain");
  return {
    plain,
    retain,
    families: await measureOtherFamilies(bench),
    ratios: {
      updateOverJob: medianRatio(plain.update, plain.job),
      jobOverDelete: medianRatio(plain.job, plain.delete),
      safeguards: shareOfSafeguards(plain),
      retain: {
        safeguards: shareOfSafeguards(retain),
        updateOverJob: medianRatio(retain.update, retain.job),
        updateOverJobTwoWorkers: medianRatio(retain.update, retain.jobTwoWorkers),
        jobOverStatement: medianRatio(retain.job, retain.statement),
      },
    },
  };
}

export async function measureDaily(bench: Bench): Promise<Daily> {
  const nightly = await measureNights(bench);
  const live = await measureLive(bench);
  const { server, loans, say, workerPeaks: peaks } = bench;
  return {
    nightly,
    live,
    workerPeakMegabytes: peaks.includes(null) ? null : Math.max(...peaks.map(Number)),
    import: await timeImport(server, Math.min(1_000_000, loans), say),
    ratios: {
      nightlyAfterOverBefore: medianRatio(nightly.after, nightly.before),
      liveP99WithOverWithout: live.with.p99 / live.without.p99,
    },
  };
}

const shareOfSafeguards = ({ job, jobBare }: RuleSetFigures): number =>
  1 - medianRatio(jobBare, job);

/** Each figure in turn, so that a slow minute of the machine falls on all alike. */
async function measureSet(bench: Bench, set: RuleSet): Promise<RuleSetFigures> {
  const { library, inPlace } = bench;
  const [count] = await query(library, `SELECT count(*)::int AS n FROM bench.eligible_${set}`);
  const figures: RuleSetFigures = {
    eligible: Number(count?.n),
    update: [],
    delete: [],
    statement: [],
    job: [],
    jobBare: [],
    jobTwoWorkers: [],
    preview: [],
  };
  for (let run = 0; run < bench.runs; run += 1) {
    figures.job.push(await jobOnCopy(bench, library, set, 1, `${set}: job, one worker`));
    figures.jobBare.push(
      await jobOnCopy(bench, library, set, 1, `${set}: job without safeguards`, {
        program: "bare",
      }),
    );
    figures.delete.push(
      await onCopy(bench, library, `${set}: bare DELETE`, (copy) => timeDelete(copy, set)),
    );
    figures.statement.push(
      await onCopy(bench, library, `${set}: one statement`, (copy) => timeStatement(copy, set)),
    );
    figures.jobTwoWorkers.push(await jobOnCopy(bench, library, set, 2, `${set}: job, two workers`));
    figures.update.push(
      await onCopy(bench, inPlace, `${set}: UPDATE in place`, (copy) => timeUpdate(copy, set)),
    );
    figures.preview.push(
      await onCopy(bench, library, `${set}: preview`, (copy) => timePreview(copy, set)),
    );
  }
  return figures;
}

async function measureNights(bench: Bench): Promise<Daily["nightly"]> {
  const nights = await prepareNights(bench.server, bench.library, bench.loans);
  const figures: Daily["nightly"] = { before: [], after: [] };
  for (let run = 0; run < bench.runs; run += 1) {
    figures.before.push(await jobOnCopy(bench, nights.before, "plain", 1, "nightly, as it is"));
    figures.after.push(await jobOnCopy(bench, nights.after, "plain", 1, "nightly, doubled"));
  }
  await bench.server.drop(nights.before);
  await bench.server.drop(nights.after);
  return figures;
}
