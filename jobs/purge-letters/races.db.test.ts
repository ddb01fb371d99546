import type pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { sql } from "drizzle-orm";
import { holdUsers } from "../../test/holds.ts";
import { insertLetters, setPeriods } from "../../test/letters.ts";
import { prepareRun } from "../engine/prepare.ts";
import { removeLetters } from "./batch.ts";
import { cutOff, freshLetters, letter, overdue, receipt } from "./testing.ts";

/*
 * A run and others meet on letters. The order is made by locks, not by luck: the other holds its lock
 * until the run is seen waiting for it.
 */

const { pool, db, rows, value, start, work, purge, left, months, hold, release, as } =
  freshLetters();
let other: pg.PoolClient;

beforeEach(async () => {
  await setPeriods(pool(), { [receipt]: 30 });
  await insertLetters(pool(), [
    letter("2026-06-01"),
    letter("2026-06-02", { userId: 2 }),
    letter("2026-06-03", { userId: 3 }),
  ]);
  other = await pool().connect();
});
afterEach(() => other.release());

const batch = () =>
  db().transaction("lethe_worker", (tx) =>
    removeLetters(
      tx,
      { id: 1, cutOff, frozen: { periods: { [receipt]: 30 } } },
      { part: "2026-06", after: 0, upTo: 100 },
      100,
    ),
  );

test("a hold placed while a batch waits for its locks keeps the letters", async () => {
  await other.query("BEGIN");
  await other.query("SELECT FROM patron.letters WHERE user_id = 2 FOR UPDATE");
  await holdUsers(other, 2);
  const batching = batch();
  await untilSomebodyWaits(pool());
  await other.query("COMMIT");
  expect((await batching).counts).toContainEqual({
    measure: "heldBack",
    label: "Legal hold",
    count: 1,
  });
  expect(await left()).toEqual(["2026-06-02"]);
});

test("a letter that comes while a batch waits for its locks is left for the next run", async () => {
  await other.query("BEGIN");
  await other.query("SELECT FROM patron.letters WHERE user_id = 2 FOR UPDATE");
  const batching = batch();
  await untilSomebodyWaits(pool());
  await insertLetters(pool(), [letter("2026-06-04")]);
  await other.query("COMMIT");
  expect(await batching).toEqual({
    reached: 100,
    visited: 3,
    counts: [{ measure: "records", label: receipt, count: 3 }],
  });
  expect(await left()).toEqual(["2026-06-04"]);
});

test("a hold placed after the run was planned keeps the month that was to be dropped", async () => {
  const { id } = await start();
  await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
  await hold(3);
  await work(id);
  expect(await left()).toEqual(["2026-06-03"]);
  expect(await months()).toEqual(["2026_06"]);
});

test("a letter that comes into a month before it is dropped stays, and so does the month", async () => {
  const { id } = await start();
  await other.query("BEGIN");
  await insertLetters(other, [letter("2026-06-04", { letterCode: overdue })]);
  const working = work(id);
  await untilSomebodyWaits(pool());
  await other.query("COMMIT");
  const { status, counters } = await working;
  expect(status).toBe("completed");
  expect(counters).toEqual([{ part: "2026-06", measure: "records", label: receipt, count: 3 }]);
  expect(await left()).toEqual(["2026-06-04"]);
});

test("a letter past its period that was imported after the plan is left for the next run", async () => {
  const { id } = await start();
  await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
  await insertLetters(pool(), [letter("2026-06-04")]);
  const { counters } = await work(id);
  expect(counters).toEqual([{ part: "2026-06", measure: "records", label: receipt, count: 3 }]);
  expect(await left()).toEqual(["2026-06-04"]);
  expect(await value("SELECT verdict FROM console.job_runs")).toBe("good");
});

test("a view that has the name of a month is neither looked into nor dropped", async () => {
  const { id } = await start();
  await rows("UPDATE console.job_runs SET status = 'running', started_at = now()");
  await rows("CREATE VIEW patron.letters_2026_05 AS SELECT 1 / 0 AS id");
  const drop = `SELECT patron.drop_letter_month(${id}, '2026-05-01') AS gone`;
  expect((await as("lethe_worker", drop)).rows).toEqual([{ gone: {} }]);
  expect(await value("SELECT to_regclass('patron.letters_2026_05')::text")).not.toBeNull();
});

test("whoever reads letters waits for a month to be dropped hardly at all, however long it is waited for", async () => {
  const { id } = await start();
  await other.query("BEGIN");
  await insertLetters(other, [letter("2026-06-04", { letterCode: overdue })]);
  const working = work(id);
  await untilSomebodyWaits(pool());
  // Longer than the run waits each time, far shorter than the import goes on.
  await db().transaction("lethe_web", (tx) => tx.execute(sql`SELECT count(*) FROM patron.letters`));
  await other.query("COMMIT");
  expect((await working).status).toBe("completed");
});

test("a purge of the same users at once: every letter goes once, and is counted by who removed it", async () => {
  await insertLetters(
    pool(),
    Array.from({ length: 3_000 }, (_, n) =>
      letter(`2026-0${1 + (n % 6)}-15`, {
        userId: 1 + (n % 3),
        letterCode: n % 2 ? receipt : overdue,
      }),
    ),
  );
  const all = Number(await value("SELECT count(*)::int FROM patron.letters"));
  const { id } = await start();
  const userPurge = async () => {
    let removed = 0;
    for (const user of [1, 2]) {
      await other.query("BEGIN");
      await other.query("SELECT FROM patron.users WHERE id = $1 FOR UPDATE", [user]);
      removed +=
        (await other.query("DELETE FROM patron.letters WHERE user_id = $1", [user])).rowCount ?? 0;
      await other.query("DELETE FROM patron.users WHERE id = $1", [user]);
      await other.query("COMMIT");
    }
    return removed;
  };
  const [{ status, counters }, byUsers] = await Promise.all([work(id), userPurge()]);
  expect(status).toBe("completed");
  const byRun = counters
    .filter(({ measure }) => measure === "records")
    .reduce((sum, { count }) => sum + count, 0);
  const remaining = Number(await value("SELECT count(*)::int FROM patron.letters"));
  expect(byRun + byUsers + remaining).toBe(all);
  expect(await rows("SELECT DISTINCT user_id::int, letter_code FROM patron.letters")).toEqual([
    { user_id: 3, letter_code: overdue },
  ]);
});

test("a user who goes takes the letters along", async () => {
  await rows("DELETE FROM patron.users WHERE id = 2");
  expect(await left()).toEqual(["2026-06-01", "2026-06-03"]);
});

test("the function that drops a month asks everything itself", async () => {
  const drop = (run: number) =>
    as("lethe_worker", `SELECT patron.drop_letter_month(${run}, '2026-06-01') AS gone`);
  const refused = expect.objectContaining({ code: "42501" });
  const { id } = await start();
  await expect(drop(id)).rejects.toMatchObject({ cause: refused });
  await expect(drop(99)).rejects.toMatchObject({ cause: refused });
  await rows("UPDATE console.job_runs SET status = 'running', started_at = now()");

  const stays = async (what: string) => {
    expect([what, (await drop(id)).rows]).toEqual([what, [{ gone: null }]]);
    expect(await left()).toHaveLength(3);
  };
  await rows("UPDATE patron.letters SET sent = false, created_at = now() WHERE user_id = 1");
  await stays("a letter that was not sent");
  await rows("UPDATE patron.letters SET sent = true, letter_code = $1 WHERE user_id = 1", [
    overdue,
  ]);
  await stays("a letter of a type without a period");
  await rows("UPDATE patron.letters SET letter_code = $1 WHERE user_id = 1", [receipt]);
  await hold(2);
  await stays("a letter of a held user");
  await release();
  await rows("UPDATE console.job_runs SET cut_off = '2026-07-03'");
  await stays("a letter on its last day");
  await rows("UPDATE console.job_runs SET cut_off = '2026-07-04'");
  await stays("a letter that no plan has seen");
  await rows(
    `INSERT INTO console.job_bulks (run_id, part, low, high, cursor, planned)
     SELECT ${id}, '2026-06', 0, max(id), -1, 3 FROM patron.letters`,
  );
  expect((await drop(id)).rows).toEqual([{ gone: { [receipt]: 3 } }]);
  expect(await months()).toEqual([]);
  expect((await drop(id)).rows).toEqual([{ gone: {} }]);
});

test("a run on an empty database ends with no records", async () => {
  await rows("DELETE FROM patron.letters");
  expect((await purge()).status).toBe("completedWithNoRecords");
});
