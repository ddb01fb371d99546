import { expect, test } from "vitest";
import { cases } from "../../test/short-or-long.ts";
import { claimBulk, workBulk } from "./bulk.ts";
import { pauseRun, resumeRun } from "./pause.ts";
import { tend } from "./tend.ts";
import { freshLoans } from "./testing.ts";
import { leaveOut } from "./work-batch.ts";

/** More than one batch of them. */
const loans = cases(6_000, 20_000);
const fresh = freshLoans(loans);

/** Loans that the database does not let go, each for another reason. */
async function poison(...ids: number[]): Promise<void> {
  await fresh.rows("UPDATE console.rule_conditions SET number = 0");
  await fresh.rows(`
    CREATE FUNCTION patron.refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF OLD.loan_id % 3 = 0 THEN RAISE EXCEPTION 'no' USING ERRCODE = 'check_violation'; END IF;
      IF OLD.loan_id % 3 = 1 THEN PERFORM 1 / 0; END IF;
      RAISE EXCEPTION 'a patron could stand here';
    END $$`);
  const which = ids.length > 0 ? `WHEN (OLD.loan_id IN (${ids.join(", ")}))` : "";
  await fresh.rows(`CREATE TRIGGER refuse_delete BEFORE DELETE ON patron.loan_links
    FOR EACH ROW ${which} EXECUTE FUNCTION patron.refuse_delete()`);
}

const finished = () => fresh.number("SELECT count(*) FROM patron.loan_links WHERE finished");
const leftOver = async () =>
  (
    await fresh.rows<{ id: number }>(
      "SELECT loan_id::int AS id FROM patron.loan_links WHERE ended_on < current_date ORDER BY 1",
    )
  ).map(({ id }) => id);

test.each([
  ["at the first position", [1]],
  ["in the middle", [loans / 2 + 1]],
  ["at the last position", [loans]],
  ["one after the other", [5_000, 5_001, 5_002]],
  ["all over the place", [1, 2, loans / 4, loans / 2 + 1, (loans * 3) / 4, loans]],
])("rows that fail %s are set aside, and all others go", async (_where, ids) => {
  const rows = ids.filter((id) => id % 7 !== 0);
  await poison(...rows);
  const before = await finished();
  const { id } = await fresh.start();
  await fresh.work(id);
  expect(await fresh.run(id)).toMatchObject({ status: "completedWithWarnings", problem: null });
  expect(await leftOver()).toEqual(rows);
  const counters = await fresh.counters(id);
  expect(counters).toMatchObject({ setAside: rows.length, records: before - rows.length });
  // Every row was looked at once, however often its batch was tried.
  expect(await fresh.number("SELECT sum(visited) FROM console.job_bulks")).toBe(before);
  const kept = await fresh.rows<{ key: number; code: string }>(
    "SELECT key::int, code FROM patron.set_aside_rows ORDER BY key",
  );
  expect(kept).toEqual(rows.map((key) => ({ key, code: ["23514", "22012", "P0001"][key % 3] })));
  const told = (await fresh.events(id)).filter((event) => event.includes("could not be worked"));
  expect(told).toHaveLength(1);
  expect(JSON.stringify(await fresh.events(id))).not.toMatch(/patron could stand here/);
});

test("the next run tries again", async () => {
  await poison(loans / 2 + 1);
  await fresh.work((await fresh.start()).id);
  await fresh.rows("DROP TRIGGER refuse_delete ON patron.loan_links");
  const { id } = await fresh.start();
  await fresh.work(id);
  expect(await fresh.status(id)).toBe("completed");
  expect(await leftOver()).toEqual([]);
});

/** Counted before the run, since each is a batch of its own. */
const earlier = cases(900, 0);

test("a run that was paused for more than a week still knows what it left out", async () => {
  await poison(1);
  const { id } = await fresh.start();
  const { job, run } = await fresh.prepare(id);
  const bulk = await fresh.db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  await workBulk(fresh.db(), job, run, bulk!, new AbortController().signal);
  const kept = () => fresh.number("SELECT count(*) FROM patron.set_aside_rows");
  expect(await kept()).toBe(1);
  await fresh.db().transaction("lethe_web", (tx) => pauseRun(tx, id));
  await fresh.rows("UPDATE patron.set_aside_rows SET at = now() - interval '8 days'");
  await tend(fresh.db());
  expect(await kept()).toBe(1);
  await fresh.db().transaction("lethe_web", (tx) => resumeRun(tx, id));
  await fresh.work(id);
  const [ended] = await fresh.rows(`SELECT status, verdict FROM console.job_runs WHERE id = ${id}`);
  expect(ended).toEqual({ status: "completedWithWarnings", verdict: "good" });
  await tend(fresh.db());
  expect(await kept()).toBe(0);
});

test("where more than a thousand rows fail the run has failed", async () => {
  await poison();
  const { id } = await fresh.start();
  await fresh.rows(
    `INSERT INTO console.job_counters (run_id, part, measure, label, count) VALUES (${id}, 'loans', 'setAside', 'Earlier', ${earlier})`,
  );
  await expect(fresh.work(id)).rejects.toThrow("More than 1,000 rows");
  expect(await fresh.run(id)).toMatchObject({
    status: "failed",
    problem: expect.stringMatching(/the run is broken, not its rows/) as unknown,
  });
  expect(await fresh.number("SELECT count(*) FROM patron.set_aside_rows")).toBe(1_000 - earlier);
}, 120_000);

test("a failure that no row is to blame for fails the run at once", async () => {
  await fresh.rows("REVOKE DELETE ON patron.loan_links FROM lethe_worker");
  const { id } = await fresh.start();
  await expect(fresh.work(id)).rejects.toThrow();
  expect(await fresh.run(id)).toMatchObject({
    status: "failed",
    problem: expect.stringContaining("42501") as unknown,
  });
  expect(await fresh.number("SELECT count(*) FROM patron.set_aside_rows")).toBe(0);
});

test("a row whose answer was lost is set aside once", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  const asWorker = fresh.db();
  const bulk = await asWorker.transaction("lethe_worker", (tx) => claimBulk(tx, id));
  const again = () =>
    asWorker.transaction("lethe_worker", (tx) => leaveOut(tx, id, bulk!, bulk!.after + 1, "22012"));
  expect([await again(), await again()]).toEqual(["more", "more"]);
  expect((await fresh.counters(id)).setAside).toBe(1);
  expect(await fresh.number("SELECT sum(visited) FROM console.job_bulks")).toBe(1);
});

test("whoever was replaced sets nothing aside", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  const asWorker = fresh.db();
  const claim = () => asWorker.transaction("lethe_worker", (tx) => claimBulk(tx, id));
  const replaced = (await claim())!;
  await fresh.rows("UPDATE console.job_bulks SET heartbeat_at = now() - interval '1 minute'");
  expect((await claim())?.id).toBe(replaced.id);
  const end = await asWorker.transaction("lethe_worker", (tx) =>
    leaveOut(tx, id, replaced, replaced.after + 1, "22012"),
  );
  expect([end, await fresh.number("SELECT count(*) FROM patron.set_aside_rows")]).toEqual([
    "fenced",
    0,
  ]);
});

test("what another version froze, and this one cannot read, ends as failed", async () => {
  const { id } = await fresh.start();
  await fresh.rows(`UPDATE console.job_runs SET frozen = '{"of": "another version"}'`);
  await expect(fresh.work(id)).rejects.toThrow();
  expect(await fresh.status(id)).toBe("failed");
});

test("rows set aside are kept with their run", async () => {
  await poison(1);
  const { id } = await fresh.start();
  await fresh.work(id);
  expect(await fresh.number("SELECT count(*) FROM patron.set_aside_rows")).toBe(1);
  await fresh.rows(`DELETE FROM console.job_runs WHERE id = ${id}`);
  expect(await fresh.number("SELECT count(*) FROM patron.set_aside_rows")).toBe(0);
});
