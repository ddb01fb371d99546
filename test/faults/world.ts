import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { openDatabase } from "#db/client.ts";
import { sendRun } from "#db/queue.ts";
import { startRun } from "#jobs/engine/start.ts";
import {
  checks,
  countersTell,
  danglingNames,
  endedWell,
  noOverReach,
  type Invariant,
  type Violation,
} from "./invariants.ts";
import { setRules } from "./library.ts";
import type { Edit } from "../compiled.ts";
import { programsWith } from "./programs.ts";
import type { FaultServer } from "./server.ts";
import { rememberStart } from "./witness.ts";
import type { TrafficOrders, TrafficTold } from "./traffic.ts";
import { workerPool } from "./workers.ts";

/** Milliseconds between looks at what must hold at any instant. */
const sampleMilliseconds = 200;

export interface WorldOptions {
  loans: number;
  /** Rows a batch. */
  batch: number;
  /** What is planted in every worker and maintenance. */
  edits?: Edit[];
  random: () => number;
}

/** A library of one scenario with everything that happens to it. */
export async function makeWorld(server: FaultServer, options: WorldOptions) {
  const url = await server.world(options.loans);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = openDatabase(url);
  const programs = await programsWith(options.edits ?? [], options.batch);
  const workers = workerPool(url, programs.worker);
  const violations = new Map<string, Violation>();
  const counts: Record<string, number> = {};
  const took: Record<string, number[]> = {};
  const traffics: ChildProcess[] = [];
  /** The run that is looked at. */
  let current = 0;

  const note = (invariant: Invariant, found: string[]) => {
    for (const what of found) violations.set(`${invariant} ${what}`, { invariant, what });
  };
  const add = (what: string, by = 1) => (counts[what] = (counts[what] ?? 0) + by);
  const value = async (text: string, values: unknown[] = []) =>
    Object.values((await pool.query<Record<string, unknown>>(text, values)).rows[0] ?? {})[0];
  const status = async (id: number) =>
    String(await value("SELECT status FROM console.job_runs WHERE id = $1", [id]));
  const isActive = async (id: number) =>
    (await value("SELECT ended_at IS NULL FROM console.job_runs WHERE id = $1", [id])) === true;
  const batches = async () =>
    Number(await value("SELECT coalesce(sum(batches), 0) FROM console.job_bulks"));

  await setRules(db);

  /** Waits for what `look` answers, null when it does not come in time. */
  async function until<T>(look: () => Promise<T | false | null | undefined>, seconds: number) {
    const deadline = performance.now() + seconds * 1_000;
    for (;;) {
      const found = await look().catch(() => null);
      if (found) return found;
      if (performance.now() > deadline) return null;
      await sleep(20);
    }
  }

  /** Looks at what holds at any instant until `ended`. */
  async function watch(look: () => Promise<void>, ended: AbortSignal): Promise<void> {
    let answered = 0;
    while (!ended.aborted) {
      // A server that is away has nothing to show.
      const shown = (await look().catch(() => "away")) === "away" ? 0 : 1;
      answered += shown;
      add("samples", shown);
      await sleep(sampleMilliseconds);
    }
    if (answered === 0) note("struck", ["nothing was seen of what must hold at any instant"]);
  }
  const lookAtAnonymization = async () => {
    note("IF2", await noOverReach(pool, 0));
    note("IF3", await danglingNames(pool, 0));
    note("IF4", await countersTell(pool, current));
  };

  async function begin(asked: { confirm: number; asOf?: string }): Promise<number> {
    const { id } = await db.transaction("lethe_web", (tx) =>
      startRun(tx, { job: "anonymization", submittedVia: "screen", ...asked }),
    );
    current = id;
    return id;
  }

  /** Circulation that begins as soon as a run is planned: what it does before would move the frozen ranks. */
  async function traffic(orders: Partial<TrafficOrders> = {}, processes = 1): Promise<void> {
    for (let number = 0; number < processes; number += 1) {
      const seed = Math.floor(options.random() * 1e9);
      const child = fork(programs.traffic, {
        env: { ...process.env, TRAFFIC: JSON.stringify({ url, seed, agents: 4, ...orders }) },
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      traffics.push(child);
      await once(child, "message");
    }
  }
  const beginTraffic = () => {
    for (const child of traffics) child.send("begin");
  };
  async function endTraffic(): Promise<TrafficTold> {
    const total: TrafficTold = { done: 0, refused: 0, errors: {} };
    for (const child of traffics.splice(0)) {
      const answer = once(child, "message");
      child.send("end");
      const [told] = (await answer) as [TrafficTold];
      total.done += told.done;
      total.refused += told.refused;
      for (const [code, n] of Object.entries(told.errors))
        total.errors[code] = (total.errors[code] ?? 0) + n;
    }
    add("circulation", total.done);
    return total;
  }

  return {
    url,
    pool,
    db,
    workers,
    programs,
    counts,
    /** Seconds that were measured, by what took them: told, and held against nothing. */
    took,
    random: options.random,
    add,
    note,
    value,
    status,
    batches,
    until,
    traffic,
    endTraffic,
    violations: () => [...violations.values()],
    /** Nothing more need be broken. */
    isBroken: () => violations.size > 0,
    isActive,

    prepare: () => rememberStart(pool),
    lookAt: (id: number) => void (current = id),

    /** Asks for a run, as a screen does. */
    async startRun(): Promise<number> {
      await rememberStart(pool);
      const expected = Number(
        await value(`SELECT (SELECT count(*) FROM patron.loan_links l WHERE faults.loan_goes(l)) + (SELECT count(*) FROM patron.fee_links l WHERE faults.fee_goes(l))
          + (SELECT count(*) FROM patron.request_links l WHERE faults.request_goes(l)) + (SELECT count(*) FROM patron.borrowing_links l WHERE faults.borrowing_goes(l))
          + (SELECT count(*) FROM patron.loan_notes) + (SELECT count(*) FROM patron.request_notes)`),
      );
      return begin({ confirm: expected });
    },
    /** Asks for a run as of so many days ago, whose cuts are not expected in what `startRun` remembered. */
    async startEarlier(days: number): Promise<number> {
      const asOf = String(await value(`SELECT (current_date - ${days})::text`));
      return begin({ confirm: 1_000_000, asOf });
    },
    /** Makes the job due, `ago` ago, as if it had often run before. */
    async expectScheduled(ago = "1 minute"): Promise<void> {
      await rememberStart(pool);
      await pool.query(
        `INSERT INTO console.job_runs (job, status, submitted_via, cut_off, time_zone, frozen, submitted_at, started_at, ended_at, removed)
         SELECT 'anonymization', 'completed', 'schedule', current_date, 'UTC', '{}', at, at, at, 1000000 FROM (SELECT now() - interval '1 day' AS at)
         WHERE NOT EXISTS (SELECT FROM console.job_runs)`,
      );
      await pool.query(
        "UPDATE console.schedules SET active = true, next_run_at = now() - $1::interval WHERE job = 'anonymization'",
        [ago],
      );
    },
    /** The run that a schedule has started, null when none has. */
    async scheduledRun(): Promise<number | null> {
      const id = await until(
        () =>
          value(
            "SELECT id FROM console.job_runs WHERE submitted_via = 'schedule' AND id > $1 ORDER BY id DESC LIMIT 1",
            [Math.max(current, 1)],
          ),
        30,
      );
      if (id) current = Number(id);
      return id ? current : null;
    },
    beginTraffic,
    /** Until the ranks are frozen; then circulation begins. */
    async untilPlanned(id: number): Promise<void> {
      await until(() => value("SELECT started_at FROM console.job_runs WHERE id = $1", [id]), 60);
      beginTraffic();
    },
    /** Lets a dead worker's bulks go at once; stands for waiting out its lease. Its process must be gone. */
    async endLeases(id: number): Promise<void> {
      await pool.query(
        "UPDATE console.job_bulks SET heartbeat_at = heartbeat_at - interval '1 minute' WHERE run_id = $1 AND status = 'working'",
        [id],
      );
    },
    /** A message for a worker; stands for the call that comes when a run has been silent for a lease. */
    call: (id: number) => db.transaction("lethe_worker", (tx) => sendRun(tx, id)),
    /** Until another batch is committed, or the run has ended. */
    async progress(id: number, seconds = 5): Promise<void> {
      const seen = await batches();
      await until(async () => (await batches()) > seen || !(await isActive(id)), seconds);
    },
    /** Until the run has ended and everything that must hold is seen to; the invariants of a completed run. */
    async settle(id: number, seconds: number, wanted = "completed"): Promise<void> {
      await until(async () => !(await isActive(id)), seconds);
      await endTraffic();
      note("IF8", await endedWell(wanted)(pool, id));
      // What did not get to its end has left things, and says so.
      const isWhole = wanted === "completed" && (await status(id)).startsWith("completed");
      for (const [name, check] of Object.entries(checks))
        if (isWhole || name !== "IF3") note(name as Invariant, await check(pool, id));
      add("take-overs", Number(await value("SELECT count(*) FROM faults.take_overs")));
      add("batches", await batches());
      add("links cut", Number(await value("SELECT count(*) FROM faults.cuts")));
    },
    /** Runs `work` while `look` looks at what holds at any instant. */
    async watched<T>(work: () => Promise<T>, look = lookAtAnonymization): Promise<T> {
      const ended = new AbortController();
      const watching = watch(look, ended.signal);
      try {
        return await work();
      } finally {
        ended.abort();
        await watching;
      }
    },
    async end(): Promise<void> {
      for (const child of traffics) child.kill("SIGKILL");
      await workers.end();
      add("fenced", workers.counts.fenced);
      await db.end();
      await pool.end();
      await server.start();
      // One that a scenario broke off may still be recovering.
      await until(() => server.drop(url).then(() => true), 30);
    },
  };
}

export type World = Awaited<ReturnType<typeof makeWorld>>;
