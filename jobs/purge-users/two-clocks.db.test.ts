import { beforeEach, expect, test } from "vitest";
import { listUserRecords } from "#db/queries/user-records.ts";
import { readUser } from "#db/queries/users.ts";
import { userName } from "#lib/user-name.ts";
import { startRun } from "../engine/start.ts";
import { workRun } from "../engine/work-run.ts";
import { cutOff, freshUsers } from "./testing.ts";

const { pool, db, rows, purge, add } = freshUsers(2);

beforeEach(async () => {
  await pool().query(
    `UPDATE patron.users SET purge_date = NULL WHERE id = 2;
     UPDATE console.anonymization_families SET records = true, default_anonymize = true`,
  );
  await add("loans", { id: 10, userId: 1, finished: true }, { id: 20, userId: 2, finished: true });
});

async function anonymize() {
  const { id } = await db().transaction("lethe_web", (tx) =>
    startRun(tx, { job: "anonymization", submittedVia: "screen", asOf: cutOff, confirm: 10 }),
  );
  await workRun(db(), id);
}
/** Who a user is, and which loans lead to them, as User Details shows it. */
const shown = (id: number) =>
  db().transaction("lethe_web", async (tx) => {
    const user = await readUser(tx, id);
    const { records } = await listUserRecords(tx, "loans", { userId: id, limit: 10 });
    return [user && userName(user), user?.status, records.map((record) => record.id)];
  });
const loans = () => rows("SELECT id::int FROM record.loans ORDER BY id");

test("purged and not anonymized: the loan leads to an ID without a name", async () => {
  await purge();
  expect(await shown(1)).toEqual(["ID 1", "deleted", [10]]);
  expect(await shown(2)).toEqual(["Name 2", "active", [20]]);
});

test("anonymized and not purged: an account without loans", async () => {
  await anonymize();
  expect(await shown(2)).toEqual(["Name 2", "active", []]);
  expect(await loans()).toEqual([{ id: 10 }, { id: 20 }]);
});

test("of a purged user no number of loans is retained, of another it is", async () => {
  await pool().query(
    `UPDATE console.anonymization_families SET default_anonymize = false;
     WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize)
       VALUES ('loans', 1, 'Beyond five', true) RETURNING id)
     INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number)
       SELECT id, 1, 'loansToRetain', 'beyond', 5 FROM rule`,
  );
  await purge();
  await anonymize();
  expect(await shown(1)).toEqual(["ID 1", "deleted", []]);
  expect(await shown(2)).toEqual(["Name 2", "active", [20]]);
});

test("what was purged can still be anonymized, and the other way round", async () => {
  await purge();
  await anonymize();
  expect(await shown(1)).toEqual(["ID 1", "deleted", []]);
  await pool().query("UPDATE patron.users SET purge_date = '2026-10-01' WHERE id = 2");
  await purge();
  expect(await shown(2)).toEqual(["ID 2", "deleted", []]);
  expect(await loans()).toEqual([{ id: 10 }, { id: 20 }]);
});
