import { expect, test } from "vitest";
import { prepareRun } from "../engine/prepare.ts";
import { makeWhole } from "../../test/whole-person.ts";
import { everyone, freshUsers } from "./testing.ts";

const { pool, db, start, work, rows, add } = freshUsers(4);

/** A run whose first batch begins after `fault`. */
async function runAfter(fault: string): Promise<{ verdict: string; bad: string[] }> {
  const { id } = await start(everyone);
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
