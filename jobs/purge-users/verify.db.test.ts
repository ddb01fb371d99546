import { getTableName } from "drizzle-orm";
import { expect, test } from "vitest";
import { familyTables } from "#db/families.ts";
import { prepareRun } from "../engine/prepare.ts";
import { makeWhole } from "../../test/whole-person.ts";
import { purgePerson } from "./request.ts";
import { everyone, freshUsers } from "./testing.ts";

const { pool, db, start, work, rows, add, living } = freshUsers(4);

/** A run whose first batch begins after `fault`. */
async function runAfter(
  fault: string,
  staffId: string | null = null,
): Promise<{ verdict: string; bad: string[] }> {
  const { id } = await start(everyone, { staffId });
  await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
  await pool().query(fault);
  await work(id);
  const [run] = await rows<{ verdict: string; checks: { name: string; good: boolean }[] }>(
    "SELECT verdict, verdict_checks AS checks FROM console.job_runs",
  );
  return {
    verdict: run?.verdict ?? "none",
    bad: (run?.checks ?? []).filter(({ good }) => !good).map(({ name }) => name),
  };
}

const good = { verdict: "good", bad: [] };
const bad = (...names: string[]) => ({ verdict: "bad", bad: names });

/** Runs as the owner, whenever a run of the worker deletes from a table: behind its back. */
const behind = (statement: string, table = "user_addresses") => `
  CREATE FUNCTION public.fault() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
    $$ BEGIN ${statement}; RETURN NULL; END $$;
  CREATE TRIGGER fault AFTER DELETE ON patron.${table} FOR EACH STATEMENT EXECUTE FUNCTION public.fault()`;

test("a run that did what it says is good, with all reasons at hand", async () => {
  await makeWhole(pool(), 1, 2);
  await add("loans", { id: 7, userId: 2 });
  await add("fees", { id: 8, userId: 3 });
  expect(await runAfter("SELECT 1")).toEqual(good);
});

test("so is one beside which a loan came back, a purge date went and a user was made", async () => {
  await add("loans", { id: 7, userId: 2 });
  expect(
    await runAfter(`UPDATE patron.users SET purge_date = NULL WHERE id = 1;
      INSERT INTO patron.users (primary_id, purge_date) VALUES ('new', '2026-01-01')`),
  ).toEqual(good);
});

/** What kept user 4 from going, and is gone before the run has ended. */
test.each([
  [
    "a staff role that somebody took",
    "DELETE FROM patron.user_roles; INSERT INTO patron.user_history (user_id, actor, action, fields) VALUES (4, 'ada', 'role.remove', '{role}')",
  ],
  [
    "a staff role that an import took",
    "DELETE FROM patron.user_roles; INSERT INTO console.audit (actor, action, subject) VALUES ('operator', 'users.import', 'users')",
  ],
  [
    "a tie of the person whose run it is",
    "DELETE FROM patron.staff_users; INSERT INTO console.audit (actor, action, subject) VALUES ('ada', 'staff.tie', 'staff ada')",
  ],
])("nobody is blamed for %s meanwhile", async (what, goes) => {
  await pool().query(
    `INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada', 'ada@example.org');
     ${
       what.includes("tie")
         ? "INSERT INTO patron.staff_users VALUES ('ada', 4)"
         : "INSERT INTO patron.user_roles (user_id, code) VALUES (4, '32')"
     }`,
  );
  expect(await runAfter(behind(goes), "ada")).toEqual(good);
  expect(await living()).toEqual([4]);
});

test.each([
  [
    "a user deleted by hand",
    `UPDATE patron.users SET purge_date = NULL WHERE id = 4; ${behind("DELETE FROM patron.users WHERE id = 4")}`,
    "Every purged user is counted once",
  ],
  [
    "a part that comes back",
    behind("INSERT INTO patron.user_identifiers (user_id, type, value) VALUES (1, 'BARCODE', '1')"),
    "Nothing is left that the policy takes",
  ],
  [
    "a line of history that comes back",
    behind(
      "INSERT INTO patron.user_history (user_id, actor, action, fields) VALUES (1, 'operator', 'role.add', '{role}')",
      "set_members",
    ),
    "Nothing is left that the policy takes",
  ],
  [
    "counters changed by hand",
    `CREATE FUNCTION public.fault() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN NEW.count := NEW.count + 1; RETURN NEW; END $$;
     CREATE TRIGGER fault BEFORE INSERT ON console.job_counters FOR EACH ROW WHEN (NEW.measure = 'records') EXECUTE FUNCTION public.fault()`,
    "Every purged user is counted once",
  ],
  [
    "a user passed over",
    "UPDATE console.job_bulks SET cursor = 1",
    "Nobody is left who should have gone",
  ],
  [
    "a user passed over, though a hold was released the day before,",
    `UPDATE console.job_bulks SET cursor = 1;
     INSERT INTO patron.legal_holds (reason, owner, review_on, released_at) VALUES ('Matter', 'Counsel', current_date, now() - interval '1 day')`,
    "Nobody is left who should have gone",
  ],
])("%s is found", async (_, fault, name) => {
  expect(await runAfter(fault)).toEqual(bad(name));
});

test("an active loan of somebody who was purged all the same is found", async () => {
  await add("loans", { id: 7, userId: 4 });
  const purged = `UPDATE patron.users SET status = 'deleted', deleted_on = '2026-10-20', deleted_under = 'keepFullyReportable' WHERE id = 4;
    INSERT INTO console.job_counters SELECT id, 'users', 'records', 'by hand', 1 FROM console.job_runs`;
  expect(await runAfter(behind(purged))).toEqual(bad("Nothing of a purged user is open"));
});

test.each(["loans", "fees", "requests", "borrowingRequests"] as const)(
  "a note on %s that was not emptied is found",
  async (family) => {
    await add(family, { id: 7, userId: 1, finished: true, note: true });
    const table = getTableName(familyTables[family].notes);
    const fault = `CREATE FUNCTION public.fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
      CREATE TRIGGER fault BEFORE UPDATE ON patron.${table} FOR EACH ROW EXECUTE FUNCTION public.fault()`;
    expect(await runAfter(fault)).toEqual(bad("Nothing is left that the policy takes"));
  },
);

test("of a person it is not said that nobody is left", async () => {
  const { runId } = await db().transaction("lethe_web", (tx) =>
    purgePerson(tx, { userId: 1, how: "delete" }, { submittedVia: "screen", staffId: null }),
  );
  await work(runId);
  const names = await rows<{ name: string }>(
    "SELECT line ->> 'name' AS name FROM console.job_runs, jsonb_array_elements(verdict_checks) line",
  );
  expect(names.map(({ name }) => name)).toEqual([
    "Every purged user is counted once",
    "Nothing is left that the policy takes",
    "Nothing of a purged user is open",
  ]);
});
