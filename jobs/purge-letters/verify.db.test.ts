import { beforeEach, describe, expect, test } from "vitest";
import { abortRun } from "../engine/abort.ts";
import { claimBulk, workBulk } from "../engine/bulk.ts";
import type { Verdict } from "../engine/job.ts";
import { prepareRun } from "../engine/prepare.ts";
import { insertLetters, setPeriods } from "../../test/letters.ts";
import { freshLetters, letter, overdue, receipt } from "./testing.ts";

/* As jobs/anonymize/verify.db.test.ts: a run is prepared, a fault planted, the run worked to its end. */

const { pool, db, rows, start, work, purge, hold, release } = freshLetters();

beforeEach(async () => {
  await setPeriods(pool(), { [receipt]: 30 });
  await insertLetters(
    pool(),
    ["2026-06-01", "2026-06-02", "2026-07-01", "2026-10-10"].flatMap((day) =>
      [1, 2, 3].flatMap((userId) =>
        [receipt, overdue].map((letterCode) => letter(day, { userId, letterCode })),
      ),
    ),
  );
});

async function runWith(fault: (id: number) => Promise<unknown>) {
  const { id } = await start();
  await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
  await fault(id);
  const { status } = await work(id);
  return { status, ...(await verdictOf(id)) };
}

async function verdictOf(id: number) {
  const [run] = await rows<{ verdict: string; checks: Verdict["checks"] }>(
    "SELECT verdict, verdict_checks AS checks FROM console.job_runs WHERE id = $1",
    [id],
  );
  return {
    verdict: run?.verdict,
    checks: run?.checks ?? [],
    faults: run?.checks.filter(({ good }) => !good).map(({ name, found }) => `${name}: ${found}`),
  };
}

test("an honest run is found good", async () => {
  const { id, status } = await purge();
  expect({ status, ...(await verdictOf(id)) }).toMatchObject({
    status: "completed",
    verdict: "good",
    faults: [],
  });
});

test("a run that is aborted after its first month is verified as far as it went", async () => {
  const { status, verdict, faults, checks } = await runWith(async (id) => {
    const { job, run } = await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
    const bulk = await db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
    await workBulk(db(), job, run, bulk!, new AbortController().signal);
    await db().transaction("lethe_web", (tx) => abortRun(tx, id));
  });
  expect({ status, verdict, faults }).toEqual({ status: "aborted", verdict: "good", faults: [] });
  expect(checks).toHaveLength(2);
});

describe("a fault is found", () => {
  test("where a letter within its period is gone", async () => {
    const { status, faults } = await runWith(() =>
      rows("DELETE FROM patron.letters WHERE created_on = '2026-10-10' AND user_id = 1"),
    );
    expect(status).toBe("completedWithWarnings");
    expect(faults).toEqual(["No letter within its period is gone: 2"]);
  });

  test("where a letter past its period goes by another hand", async () => {
    const { faults } = await runWith(() =>
      rows(
        "DELETE FROM patron.letters WHERE created_on = '2026-06-01' AND letter_code = $1 AND user_id = 1",
        [receipt],
      ),
    );
    expect(faults).toEqual(["Every removed letter is counted once: 1"]);
  });

  test("where a counter says something else", async () => {
    const { faults } = await runWith((id) =>
      rows(
        `INSERT INTO console.job_counters VALUES (${id}, '2026-06', 'records', '${receipt}', 4)`,
      ),
    );
    expect(faults).toEqual(["Every removed letter is counted once: 4"]);
  });

  test("where a letter past its period is left", async () => {
    const { faults } = await runWith((id) =>
      rows(
        `UPDATE console.job_bulks SET cursor = high, status = 'done' WHERE run_id = ${id} AND part = '2026-07'`,
      ),
    );
    expect(faults).toEqual(["No letter past its period is left: 3"]);
  });
});

describe("nobody is blamed for", () => {
  test("letters that are held, not sent, or changed beside the run", async () => {
    await hold(1);
    await rows("UPDATE patron.letters SET sent = false, created_at = now() WHERE user_id = 2");
    const { verdict, checks } = await runWith(() =>
      rows("UPDATE patron.letters SET sent = true WHERE user_id = 2 AND created_on = '2026-07-01'"),
    );
    expect({ verdict, found: checks.map(({ found }) => found) }).toEqual({
      verdict: "good",
      found: [0, 0, 0],
    });
  });

  test("a hold that is released behind the run", async () => {
    await hold(1);
    const { verdict, checks } = await runWith(async (id) => {
      // The month is worked before the hold is gone.
      await rows(
        `UPDATE console.job_bulks SET cursor = high, status = 'done' WHERE run_id = ${id} AND part = '2026-07'`,
      );
      await rows(
        "DELETE FROM patron.letters WHERE created_on = '2026-07-01' AND user_id > 1 AND letter_code = $1",
        [receipt],
      );
      await rows(
        `INSERT INTO console.job_counters VALUES (${id}, '2026-07', 'records', '${receipt}', 2), (${id}, '2026-07', 'heldBack', 'Legal hold', 1)`,
      );
      await release();
    });
    expect(verdict).toBe("good");
    expect(checks.at(-1)?.how).toContain("wait for the next run");
  });
});
