import { expect, test } from "vitest";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { approveProposal } from "../engine/decide.ts";
import { gatherMembers } from "../engine/gather.ts";
import { prepareRun } from "../engine/prepare.ts";
import { workRun } from "../engine/work-run.ts";
import { readProposal } from "#db/queries/run-proposals.ts";
import { freshMembers, type Changes } from "./testing.ts";

const { pool, db, rows, value, start, propose, work, run, preview, events, column } =
  freshMembers();

const purgeDate: Changes = { purgeDate: { to: "2020-01-31" } };
/** Members are taken as a worker does before its first batch. */
const take = (id: number) => db().transaction("lethe_import", (tx) => gatherMembers(tx, id));
const updated = async () => (await column("purge_date")).filter((day) => day !== null).length;

/** What happens to the set after the wizard's preview, before the run is asked for. */
test.each([
  ["was deleted", "DELETE FROM patron.sets WHERE id = 1"],
  [
    "became somebody else's private set",
    "UPDATE patron.sets SET private = true, owner_id = 'ben' WHERE id = 1",
  ],
])("a set that %s meanwhile is refused", async (_, change) => {
  await preview(purgeDate);
  await pool().query(change);
  const refusal = "There is no such set any more, or it is somebody's private set.";
  await expect(start(purgeDate)).rejects.toThrow(refusal);
  await expect(preview(purgeDate)).rejects.toThrow(refusal);
});

/** What happens between the asking and the beginning. */
test.each([
  ["was deleted before the run began", "DELETE FROM patron.sets WHERE id = 1"],
  [
    "became somebody else's private set before the run began",
    "UPDATE patron.sets SET private = true, owner_id = 'ben' WHERE id = 1",
  ],
  ["had no members when the run began", "DELETE FROM patron.set_members"],
])("a run whose set %s changes nobody and says so", async (what, change) => {
  const { id } = await start(purgeDate, { confirm: 4 });
  await pool().query(change);
  expect(await work(id)).toMatchObject({ status: "completedWithNoRecords", counts: {} });
  expect(await events(id)).toContain(`The set ${what}, so the run is about nobody.`);
  expect(await updated()).toBe(0);
});

test("one's own private set is taken, and what is asked for by key is public sets only", async () => {
  await pool().query("UPDATE patron.sets SET private = true");
  expect(await run(purgeDate)).toMatchObject({ status: "completed" });
  await pool().query(
    `INSERT INTO console.api_keys (name, prefix, secret_hash, scopes, created_by, expires_at)
     VALUES ('Nightly', 'lethe_1', sha256('x'), '{users.run}', 'anna', now() + interval '1 day')`,
  );
  await expect(
    start(purgeDate, { staffId: null, apiKeyId: 1, submittedVia: "api" }),
  ).rejects.toThrow("private set");
});

test("members are taken when the run begins: who joins or leaves later changes nothing", async () => {
  const { id } = await start(purgeDate);
  await pool().query("INSERT INTO patron.set_members VALUES (1, 5)");
  await pool().query("DELETE FROM patron.set_members WHERE user_id = 1");
  await take(id);
  await pool().query("INSERT INTO patron.set_members VALUES (1, 6)");
  await pool().query("DELETE FROM patron.set_members WHERE user_id = 2");
  expect(await work(id)).toMatchObject({ verdict: "good", counts: { updated: 4 } });
  const changed = (await column("purge_date")).flatMap((day, at) => (day === null ? [] : at + 1));
  expect(changed).toEqual([2, 3, 4, 5]);
  expect(await value("SELECT count(*)::int FROM patron.run_members")).toBe(0);
});

test("a logical set is evaluated once, though the run itself changes who fits", async () => {
  expect(await run({ status: { to: "inactive" } }, {}, 2)).toMatchObject({
    verdict: "good",
    counts: { updated: 6 },
  });
  expect(await run({ status: { to: "inactive" } }, {}, 2)).toMatchObject({
    status: "completedWithNoRecords",
  });
});

test("a group that is renamed after the run was asked for is the group that was meant; one that is gone before is refused", async () => {
  const changes: Changes = { userGroup: { to: "STAFF", onlyIf: "empty" } };
  const { id } = await start(changes);
  await pool().query("UPDATE record.user_groups SET code = 'EMPLOYEE' WHERE code = 'STAFF'");
  expect(await work(id)).toMatchObject({ verdict: "good", counts: { updated: 4 } });
  expect((await column("user_group_id")).slice(0, 4)).toEqual(["2", "2", "2", "2"]);
  await expect(start(changes)).rejects.toThrow("There is no user group STAFF.");
  await expect(preview(changes)).rejects.toThrow("There is no user group STAFF.");
  await expect(start({ addCategory: { category: "NO:NE" } })).rejects.toThrow(
    "There is no statistical category NO:NE.",
  );
});

test("who is purged between the taking and the changing is left alone and counted", async () => {
  const { id } = await start(purgeDate);
  await take(id);
  await pool().query("DELETE FROM patron.users WHERE id = 1");
  await pool().query(
    "UPDATE patron.users SET status = 'deleted', deleted_on = current_date WHERE id = 2",
  );
  expect(await work(id)).toMatchObject({
    verdict: "good",
    counts: { updated: 2, "Deleted meanwhile": 2 },
  });
});

test("a screen that saves a user at the same time and the run wait for each other, and both are kept", async () => {
  const screen = await pool().connect();
  await screen.query(
    "BEGIN; UPDATE patron.users SET purge_date = '2030-01-01', title = 'Dr' WHERE id = 2",
  );
  const { id } = await start({ purgeDate: { to: "2020-01-31", onlyIf: "empty" } });
  const running = work(id);
  await untilSomebodyWaits(pool());
  await screen.query("COMMIT");
  screen.release();
  expect(await running).toMatchObject({ verdict: "good", counts: { updated: 3, unchanged: 1 } });
  expect((await column("purge_date"))[1]).toBe("2030-01-01");
});

test("a category that a screen gives at the same time is found, and given once", async () => {
  const screen = await pool().connect();
  await screen.query(
    `BEGIN; SELECT FROM patron.users WHERE id = 2 FOR NO KEY UPDATE;
     INSERT INTO patron.user_categories (user_id, category_id) VALUES (2, 1)`,
  );
  const running = run({ addCategory: { category: "FACULTY:ARTS" } });
  await untilSomebodyWaits(pool());
  await screen.query("COMMIT");
  screen.release();
  expect(await running).toMatchObject({ verdict: "good", counts: { updated: 3, unchanged: 1 } });
});

test("a value that the database refuses is set aside, the others are changed", async () => {
  await pool().query(
    "ALTER TABLE patron.users ADD CONSTRAINT not_two CHECK (id <> 2 OR purge_date IS NULL)",
  );
  const done = await run(purgeDate);
  expect(done).toMatchObject({
    status: "completedWithWarnings",
    verdict: "good",
    counts: { updated: 3 },
  });
  expect(await updated()).toBe(3);
});

test("two hands on one run change and count everybody once", async () => {
  await pool()
    .query(`INSERT INTO patron.users (primary_id) SELECT 'q' || n FROM generate_series(1, 12000) n;
    INSERT INTO patron.set_members SELECT 1, id FROM patron.users ON CONFLICT DO NOTHING`);
  const { id } = await start(purgeDate, { confirm: 12_006 });
  await Promise.all([
    workRun(db(), id, { untilEnded: true }),
    workRun(db(), id, { untilEnded: true }),
  ]);
  expect(await work(id)).toMatchObject({
    status: "completed",
    verdict: "good",
    counts: { updated: 12_006 },
  });
  expect(await value("SELECT count(*)::int FROM patron.user_history")).toBe(12_006);
});

test("more than was confirmed stops the run before it goes beyond", async () => {
  const { id } = await start(purgeDate, { confirm: 2 });
  const done = await work(id);
  expect(done).toMatchObject({ status: "stoppedByBrake" });
  expect(done.problem).toContain("the 2 users that the run may change; its preview said 2.");
  expect(await updated()).toBe(0);
});

test("more than the share of all users needs somebody who has seen the number", async () => {
  await pool().query("UPDATE console.run_limits SET share_percent = 25");
  const done = await run(purgeDate);
  expect(done).toMatchObject({ status: "stoppedByBrake" });
  expect(done.problem).toMatch(/^The run would change 4 of 6 users, .* Nothing was changed\./);
});

test("a second person lets start exactly what was asked for, with its texts", async () => {
  await pool().query("UPDATE console.run_limits SET approval_above = 1");
  const changes: Changes = { addNote: { text: "Left in spring" } };
  const id = await propose(changes);
  const { runId } = await db().transaction("lethe_web", async (tx) => {
    const proposal = await readProposal(tx, id);
    return approveProposal(tx, {
      id: id,
      hash: proposal?.hash ?? "",
      confirm: 4,
      staffId: "ben",
    });
  });
  expect(await work(runId ?? 0)).toMatchObject({ verdict: "good", counts: { addNote: 4 } });
  expect(await rows("SELECT DISTINCT text FROM patron.user_notes")).toEqual([
    { text: "Left in spring" },
  ]);
  expect(await value("SELECT count(*)::int FROM patron.update_texts")).toBe(0);
});

/** A fault behind the run's back turns the verdict. */
test.each([
  [
    "a member passed over",
    "UPDATE console.job_bulks SET cursor = 1",
    ["Every member is counted once", "Nobody is left who should have changed"],
  ],
  [
    "a history that is not written",
    `CREATE FUNCTION public.fault() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
       $$ BEGIN DELETE FROM patron.user_history WHERE user_id = 1; RETURN NULL; END $$;
     CREATE TRIGGER fault AFTER UPDATE ON console.job_bulks FOR EACH STATEMENT EXECUTE FUNCTION public.fault()`,
    ["Every change stands in its user's history"],
  ],
])("%s is found", async (_, fault, names) => {
  const { id } = await start(purgeDate);
  await take(id);
  await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
  await pool().query(fault);
  expect(await work(id)).toMatchObject({ status: "completedWithWarnings", verdict: "bad" });
  const [found] = await rows<{ checks: { name: string; good: boolean }[] }>(
    "SELECT verdict_checks AS checks FROM console.job_runs",
  );
  expect(found?.checks.filter(({ good }) => !good).map(({ name }) => name)).toEqual(names);
});
