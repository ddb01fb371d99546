import { beforeEach, expect, test } from "vitest";
import { placesOf } from "../../test/whole-database.ts";
import { makeWhole, traces } from "../../test/whole-person.ts";
import { purgePerson, type OnePerson } from "./request.ts";
import { freshUsers } from "./testing.ts";

const { pool, db, rows, value, work, policy, hold, add, living } = freshUsers(4);

const remove = async (userId: number, how: OnePerson["how"], staffId: string | null = null) => {
  const { runId, change } = await db().transaction("lethe_web", (tx) =>
    purgePerson(tx, { userId, how }, { submittedVia: "screen", staffId }),
  );
  expect(change).toEqual({
    action: "user.delete",
    subject: "a user",
    after: { run: runId },
  });
  return work(runId);
};
const verdict = (id: number) => value(`SELECT verdict FROM console.job_runs WHERE id = ${id}`);

// Nobody here has a purge date: deleting one person does not ask it.
beforeEach(() => pool().query("UPDATE patron.users SET purge_date = NULL"));

test("by hand everything goes whatever the policy, and the receipt counts it and names nobody", async () => {
  await makeWhole(pool(), 1, 3);
  await add("fees", { id: 7, userId: 2 });
  await policy("keepFullyReportable");
  const { id, status, counted } = await remove(1, "erase");
  expect([status, await verdict(id)]).toEqual(["completed", "good"]);
  expect(await living()).toEqual([2, 3, 4]);
  expect(await value("SELECT count(*)::int FROM patron.users WHERE id = 1")).toBe(0);
  expect(counted("records")).toEqual({ STUDENT: 1 });
  expect(counted("removed")).toMatchObject({
    "E-mail addresses": 1,
    Letters: 1,
    Proxies: 2,
    "Links to loans": 1,
    "Notes on loans": 1,
    "Mentions in lists, searches and saved queries": 5,
  });
  for (const [what, text] of Object.entries(traces(1))) {
    expect([what, await placesOf(pool(), text)]).toEqual([what, []]);
  }
  expect(await value("SELECT count(*)::int FROM patron.run_members")).toBe(0);
});

test("by a script the policy says what goes", async () => {
  await policy("keepStatistics");
  const { id, status } = await remove(1, "delete");
  expect([status, await verdict(id)]).toEqual(["completed", "good"]);
  expect(await rows("SELECT last_name, primary_id FROM patron.users WHERE id = 1")).toEqual([
    { last_name: "p1", primary_id: null },
  ]);
});

test.each<[string, () => Promise<unknown>]>([
  ["legal hold", () => hold(1)],
  ["active loan", () => add("loans", { id: 7, userId: 1 })],
  ["active fees above the waive threshold", () => add("fees", { id: 7, userId: 1 })],
  [
    "active staff role other than Patron",
    () => pool().query("INSERT INTO patron.user_roles (user_id, code) VALUES (1, '32')"),
  ],
  [
    "is the person running the job",
    () =>
      pool()
        .query(`INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada', 'ada@example.org');
        INSERT INTO patron.staff_users VALUES ('ada', 1)`),
  ],
])("%s keeps a person, and no run is started", async (reason, make) => {
  await make();
  await expect(remove(1, "erase", reason.startsWith("is the") ? "ada" : null)).rejects.toThrow(
    `This user cannot be deleted: ${reason}.`,
  );
  expect(await value("SELECT count(*)::int FROM console.job_runs")).toBe(0);
});

test("who was held between the click and the batch stays, told by the report", async () => {
  const { runId } = await db().transaction("lethe_web", (tx) =>
    purgePerson(tx, { userId: 1, how: "erase" }, { submittedVia: "screen", staffId: null }),
  );
  await hold(1);
  const { status, counted } = await work(runId);
  expect([status, counted("heldBack")]).toEqual(["completedWithNoRecords", { "Legal hold": 1 }]);
  expect(await verdict(runId)).toBe("good");
  expect(await living()).toEqual([1, 2, 3, 4]);
});

test("who is gone, or deleted already, is not deleted again", async () => {
  await expect(remove(99, "erase")).rejects.toThrow("This user does not exist any more.");
  await remove(1, "delete");
  await expect(remove(1, "delete")).rejects.toThrow(
    "This user cannot be deleted: already deleted.",
  );
  // By hand all of what was left of them goes.
  expect((await remove(1, "erase")).status).toBe("completed");
  expect(await value("SELECT count(*)::int FROM patron.users")).toBe(3);
});

test("where every run needs a second person one alone deletes nobody", async () => {
  await pool().query("UPDATE console.run_limits SET approval_above = 0");
  await expect(remove(1, "erase")).rejects.toThrow("every run needs a second person");
  expect(await living()).toHaveLength(4);
});

test("a person whom a run passed over is found by its verifier", async () => {
  const { runId } = await db().transaction("lethe_web", (tx) =>
    purgePerson(tx, { userId: 1, how: "erase" }, { submittedVia: "screen", staffId: null }),
  );
  await pool().query(
    `CREATE FUNCTION public.spare() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
     CREATE TRIGGER spare BEFORE DELETE ON patron.users FOR EACH ROW EXECUTE FUNCTION public.spare()`,
  );
  await work(runId);
  expect(await verdict(runId)).toBe("bad");
});
