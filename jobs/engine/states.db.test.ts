import fc from "fast-check";
import { expect, test } from "vitest";
import { engageSwitch, releaseSwitch } from "#db/queries/kill-switches.ts";
import { Refusal } from "#lib/refusal.ts";
import { cases } from "../../test/short-or-long.ts";
import { abortRun } from "./abort.ts";
import { claimBulk } from "./bulk.ts";
import { isActive, type RunStatus } from "./move-run.ts";
import { pauseRun, resumeRun } from "./pause.ts";
import { prepareRun } from "./prepare.ts";
import { settleRun } from "./settle.ts";
import { tend } from "./tend.ts";
import { freshLoans } from "./testing.ts";
import { release, workBatch } from "./work-batch.ts";

const fresh = freshLoans(4_000);
const sequences = cases(12, 40);

/** Everything that may happen to a run, in any order and at any time. */
const events = [
  "prepare",
  "batch",
  "pause",
  "resume",
  "abort",
  "stop",
  "letGo",
  "lose",
  "settle",
] as const;
type Event = (typeof events)[number];

/** Where each request leads from each status; what is not here is refused and changes nothing. */
const requests: Partial<Record<Event, Partial<Record<RunStatus, RunStatus>>>> = {
  pause: { queued: "paused", running: "paused", interrupted: "paused" },
  abort: { queued: "aborting", running: "aborting", interrupted: "aborting", paused: "aborting" },
};

const asWeb = <T>(work: Parameters<ReturnType<typeof fresh.db>["transaction"]>[1]) =>
  fresh.db().transaction("lethe_web", work) as Promise<T>;
const asWorker = <T>(work: Parameters<ReturnType<typeof fresh.db>["transaction"]>[1]) =>
  fresh.db().transaction("lethe_worker", work) as Promise<T>;

async function happens(event: Event, id: number): Promise<void> {
  switch (event) {
    case "prepare":
      await asWorker((tx) => prepareRun(tx, id));
      return;
    case "batch":
      return oneBatch(id);
    case "pause":
      await asWeb((tx) => pauseRun(tx, id));
      return;
    case "resume":
      await asWeb((tx) => resumeRun(tx, id));
      return;
    case "abort":
      await asWeb((tx) => abortRun(tx, id));
      return;
    case "stop":
      await asWeb((tx) => engageSwitch(tx, { scope: "all", reason: "", staffId: null }));
      return;
    case "letGo":
      await asWeb((tx) => releaseSwitch(tx, { scope: "all" }));
      return;
    case "lose":
      await fresh.rows(
        "UPDATE console.job_bulks SET heartbeat_at = now() - interval '1 minute' WHERE heartbeat_at IS NOT NULL",
      );
      await fresh.rows(
        "UPDATE console.job_runs SET submitted_at = now() - interval '1 hour', started_at = started_at - interval '1 hour'",
      );
      await fresh.rows("UPDATE console.job_events SET at = now() - interval '1 hour'");
      return tend(fresh.db());
    case "settle":
      await asWorker(async (tx) => {
        const { job, run } = await prepareRun(tx, id);
        await settleRun(tx, job, run);
      });
  }
}

/** A worker takes a bulk, does one batch, and leaves. */
async function oneBatch(id: number): Promise<void> {
  await asWorker(async (tx) => {
    const { job, run } = await prepareRun(tx, id);
    const bulk = await claimBulk(tx, id);
    if (!bulk) return;
    await workBatch(tx, job, run, bulk, bulk.upTo, { size: 300, factor: null });
    await release(tx, bulk);
  });
}

/** What the request must lead to; null where it must be refused, undefined where it is no request. */
function expected(event: Event, before: RunStatus, started: boolean, stopped: boolean) {
  if (event === "stop") return stopped ? null : before;
  if (event === "letGo") return stopped ? before : null;
  if (event === "resume")
    return before === "paused" && !stopped ? (started ? "running" : "queued") : null;
  return requests[event] && (requests[event][before] ?? null);
}

test("whatever happens in whatever order, a run moves as it may and its books are right", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...events), { maxLength: 14 }), async (sequence) => {
      const before = await fresh.facts();
      const { id } = await fresh.start();
      let stopped = false;
      for (const event of sequence) {
        const was = await fresh.status(id);
        const [row] = await fresh.rows<{ started: boolean }>(
          `SELECT started_at IS NOT NULL AS started FROM console.job_runs WHERE id = ${id}`,
        );
        const wanted = expected(event, was, row!.started, stopped);
        const outcome = await happens(event, id).then(
          () => "done",
          (error: unknown) =>
            error instanceof Refusal ? "refused" : Promise.reject(error as Error),
        );
        const is = await fresh.status(id);
        if (wanted === null)
          expect([event, was, outcome, is]).toEqual([event, was, "refused", was]);
        else if (wanted !== undefined)
          expect([event, was, outcome, is]).toEqual([event, was, "done", wanted]);
        if (outcome === "done" && event === "stop") stopped = true;
        if (outcome === "done" && event === "letGo") stopped = false;
        // What has ended never leaves.
        if (!isActive(was)) expect(is).toBe(was);
      }
      if (stopped) await happens("letGo", id);
      if ((await fresh.status(id)) === "paused") await happens("resume", id);
      await fresh.work(id);
      expect(isActive(await fresh.status(id))).toBe(false);
      const after = await fresh.facts();
      const counters = await fresh.counters(id);
      expect(before.links - after.links).toBe(counters.records ?? 0);
      expect(before.notes - after.notes).toBe(counters.notes ?? 0);
      expect((await fresh.run(id)).removed).toBe((counters.records ?? 0) + (counters.notes ?? 0));
      expect(after.activeLinks).toBe(before.activeLinks);
      // The next sequence needs something that is to go: the days move on.
      await fresh.rows("UPDATE console.rule_conditions SET number = greatest(number - 1, 0)");
    }),
    { numRuns: sequences },
  );
}, 180_000);
