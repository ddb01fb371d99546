import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { openDatabase, type Database } from "#db/client.ts";
import { jobRuns, jobCounters } from "#db/schema/index.ts";
import { freezeRules } from "#jobs/anonymize/frozen.ts";
import { startRun, type RunRequest } from "#jobs/engine/start.ts";
import { sendRun } from "#db/queue.ts";
import type { Family } from "#lib/families.ts";
import { eq } from "drizzle-orm";
import { settingsOf, type RuleSet } from "./seed.ts";
import type { BenchDatabase } from "./server.ts";

/** The number that whoever starts a run has typed: more than any run here removes. */
const confirm = 1_000_000_000;

/** Milliseconds between looks at a run, whose own row tells how long it took: looking takes from what the run has. */
const lookMilliseconds = 500;

/** Milliseconds that workers are up before the run is asked for. */
const idleMilliseconds = 4_000;

export interface JobFigure {
  /** From the request to the end, as the run's own row tells. */
  seconds: number;
  records: number;
  notes: number;
  /** The largest peak of any worker, MB; null where the system does not tell. */
  peakMegabytes: number | null;
}

/** What goes on beside a run, from before it is asked for until it has ended. */
export interface Beside {
  begin(): void;
  requested(): void;
  end(): Promise<void>;
}

/** The worker as it is, and one without the safeguards whose price is to be told. */
const programs = { whole: "worker.ts", bare: "scripts/bench/bare-worker.ts" };
export type Program = keyof typeof programs;

/** Real worker processes on a database, from start to end; `work` runs while they are ready. */
async function withWorkers<T>(
  database: BenchDatabase,
  { count, program = "whole" }: { count: number; program?: Program },
  work: (workers: ChildProcess[]) => Promise<T>,
): Promise<T> {
  const workers = await Promise.all(
    Array.from({ length: count }, async () => {
      const worker = fork(path.resolve(programs[program]), {
        execArgv: ["--import", "tsx"],
        env: { ...process.env, DATABASE_URL: database.url, LETHE_WORKER_URL: database.url },
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      await once(worker, "message");
      return worker;
    }),
  );
  try {
    return await work(workers);
  } finally {
    await Promise.all(
      workers.map(async (worker) => {
        const ended = once(worker, "exit");
        worker.kill("SIGTERM");
        await ended;
      }),
    );
  }
}

export interface JobOptions {
  beside?: Beside;
  family?: Family;
  program?: Program;
}

/** One run of the anonymization job from its request to its end, worked by real workers. */
export async function timeJob(
  database: BenchDatabase,
  set: RuleSet,
  count: number,
  { beside, family = "loans", program }: JobOptions = {},
): Promise<JobFigure> {
  const db = openDatabase(database.url);
  try {
    return await withWorkers(database, { count, program }, async (workers) => {
      beside?.begin();
      // A worker idles most of the day, and knows by then whether circulation is at work.
      await sleep(idleMilliseconds);
      beside?.requested();
      const runId = await request(db, set, family);
      await untilEnded(db, runId);
      await beside?.end();
      const peaks = await Promise.all(workers.map(peakMegabytes));
      return {
        ...(await figures(db, runId)),
        peakMegabytes: peaks.some((peak) => peak === null) ? null : Math.max(...peaks.map(Number)),
      };
    });
  } finally {
    await db.end();
  }
}

/** The letters purge with the periods of the database. */
export const timeLettersPurge = (database: BenchDatabase): Promise<number> =>
  timeRun(database, { job: "letters-purge" });

/** A purge of everybody. */
export const timePurge = (database: BenchDatabase): Promise<number> =>
  timeRun(database, { job: "purge-users", options: { recordType: "public" } });

/** Update/Notify Users with these options. */
export const timeUpdate = (database: BenchDatabase, options: unknown): Promise<number> =>
  timeRun(database, { job: "update-users", options });

/** A run from its request to its end, by one real worker. Returns seconds. */
async function timeRun(
  database: BenchDatabase,
  asked: Pick<RunRequest, "job" | "options">,
): Promise<number> {
  const db = openDatabase(database.url);
  try {
    return await withWorkers(database, { count: 1 }, async () => {
      await sleep(idleMilliseconds);
      const { id } = await db.transaction("lethe_web", (tx) =>
        startRun(tx, { ...asked, submittedVia: "commandLine", confirm }),
      );
      await untilEnded(db, id);
      return (await figures(db, id)).seconds;
    });
  } finally {
    await db.end();
  }
}

/** As startRun does, with the bench's rules in place of the saved ones. */
const request = (db: Database, set: RuleSet, family: Family): Promise<number> =>
  db.transaction("lethe_web", async (tx) => {
    const frozen = await freezeRules(tx, settingsOf(set, family));
    const [run] = await tx
      .insert(jobRuns)
      .values({
        job: "anonymization",
        submittedVia: "commandLine",
        cutOff: sql`current_date`,
        timeZone: "UTC",
        frozen,
        expected: confirm,
        confirmed: true,
      })
      .returning({ id: jobRuns.id });
    if (!run) throw new Error("the run was not queued");
    await sendRun(tx, run.id);
    return run.id;
  });

async function untilEnded(db: Database, runId: number): Promise<void> {
  for (;;) {
    const [run] = await db.transaction("lethe_web", (tx) =>
      tx.select().from(jobRuns).where(eq(jobRuns.id, runId)),
    );
    if (run?.endedAt) {
      if (run.status !== "completed")
        throw new Error(`the run ended as ${run.status}: ${run.problem ?? ""}`);
      return;
    }
    await sleep(lookMilliseconds);
  }
}

async function figures(db: Database, runId: number): Promise<Omit<JobFigure, "peakMegabytes">> {
  return db.transaction("lethe_web", async (tx) => {
    const [run] = await tx
      .select({ seconds: sql<number>`extract(epoch FROM ended_at - submitted_at)::float8` })
      .from(jobRuns)
      .where(eq(jobRuns.id, runId));
    const counters = await tx.select().from(jobCounters).where(eq(jobCounters.runId, runId));
    const sum = (measure: string) =>
      counters
        .filter((counter) => counter.measure === measure)
        .reduce((total, { count }) => total + count, 0);
    return { seconds: run?.seconds ?? NaN, records: sum("records"), notes: sum("notes") };
  });
}

/** Peak resident memory of a process so far, as Linux keeps it. */
export async function peakMegabytes({ pid }: { pid?: number | undefined }): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return peak ? Number(peak) / 1024 : null;
}
