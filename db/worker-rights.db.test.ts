import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";

let home: TestDatabase;
beforeAll(async () => {
  home = await testDatabase();
});
afterAll(() => home.drop());

async function asWorker(statement: string): Promise<void> {
  const client = await home.pool.connect();
  try {
    await client.query("BEGIN; SET LOCAL ROLE lethe_worker");
    await client.query(statement);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

test.each([
  "SELECT last_name FROM patron.users",
  "SELECT primary_id FROM patron.users",
  "SELECT email FROM patron.user_emails",
  "SELECT value FROM patron.user_identifiers",
  "SELECT text FROM patron.user_notes",
  "SELECT address FROM patron.user_addresses",
  "SELECT name FROM patron.sets",
  "SELECT set_id FROM patron.set_members",
  "SELECT owner FROM patron.legal_holds",
  "SELECT patron.words_in('x')",
  "SELECT note FROM patron.update_texts",
  "SELECT body FROM patron.letters",
  "SELECT fields FROM patron.user_history",
  "SELECT note FROM patron.user_blocks",
  "SELECT reason FROM patron.import_rejects",
  "DELETE FROM patron.import_rejects",
])("the worker cannot ask who a patron is: %s", async (statement) => {
  await expect(asWorker(statement)).rejects.toMatchObject({ code: "42501" });
});

test.each([
  "SELECT id, coalesce(expiry_date, deleted_on) FROM patron.users",
  "DELETE FROM patron.user_searches WHERE created_at < now()",
])("the worker can do its work: %s", async (statement) => {
  await asWorker(statement);
});

/** What stands around an account, and goes with it. */
const parts = [
  ...["identifiers", "addresses", "emails", "phones", "roles", "proxies", "notes", "blocks"],
  ...["categories", "history"],
].map((part) => `patron.user_${part}`);
const deletions = [...parts, "patron.set_members", "patron.staff_users"].map(
  (table) => `DELETE FROM ${table}`,
);

test.each([
  ...deletions,
  "UPDATE patron.user_roles SET active = false",
  "UPDATE patron.user_identifiers SET active = false",
  "INSERT INTO patron.user_categories (user_id, category_id) VALUES (1, 1)",
  "INSERT INTO patron.user_history (user_id, actor, action) VALUES (1, 'x', 'edit')",
  "UPDATE patron.users SET last_name = 'x'",
  "UPDATE patron.users SET status = 'deleted', deleted_on = current_date",
  "DELETE FROM patron.users",
  "SELECT patron.settle_purged(1, '{1}')",
  "SELECT patron.name_by_primary_id(1, '{1}')",
  "SELECT patron.forget_mentions(1, '{1}')",
  "UPDATE patron.users SET purge_date = current_date",
  "UPDATE patron.users SET campus = 'x'",
  "SELECT patron.add_update_parts(1, '{1}', '{1}')",
  "SELECT patron.write_update_letters(1, '{1}')",
])("while no purge runs the worker cannot do what a purge does: %s", async (statement) => {
  await expect(asWorker(statement)).rejects.toMatchObject({ code: "42501" });
});

test("a login that has the worker's rights without taking on its role is bound as well", async () => {
  const role = "lethe_test_worker_login";
  const attempt = async (statement: string, membership: string) => {
    const client = await home.pool.connect();
    try {
      await client.query(`BEGIN; CREATE ROLE ${role}; GRANT ${membership} TO ${role}`);
      await client.query(`SET LOCAL ROLE ${role}`);
      await client.query(statement);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  };
  for (const statement of [
    "UPDATE patron.users SET last_name = 'x'",
    "UPDATE patron.users SET status = 'deleted', deleted_on = current_date",
    "UPDATE patron.users SET purge_date = current_date",
    "DELETE FROM patron.users",
  ]) {
    for (const membership of ["lethe_worker", "lethe_worker, lethe_web, lethe_import"])
      await expect(attempt(statement, membership)).rejects.toMatchObject({ code: "42501" });
    // Who could take the trigger away is not asked.
    await attempt(statement, "lethe_owner, lethe_worker");
  }
  await attempt("UPDATE patron.users SET purge_date = current_date", "lethe_import");
});

test("an update that runs may change what it is for, by its own number, and purges nobody", async () => {
  await home.pool.query(
    `INSERT INTO console.job_runs (id, job, status, submitted_via, cut_off, time_zone, frozen) OVERRIDING SYSTEM VALUE
     VALUES (9, 'update-users', 'running', 'screen', current_date, 'UTC', '{"changes": {}}')`,
  );
  await asWorker("UPDATE patron.users SET purge_date = current_date, campus = 'x'");
  await asWorker("SELECT patron.add_update_parts(9, '{}', '{}')");
  for (const part of ["notes", "blocks", "categories"])
    await asWorker(`DELETE FROM patron.user_${part}`);
  for (const statement of [
    "DELETE FROM patron.user_emails",
    "DELETE FROM patron.set_members",
    "SELECT patron.add_update_parts(8, '{}', '{}')",
    "UPDATE patron.users SET last_name = 'x'",
    "UPDATE patron.users SET status = 'deleted', deleted_on = current_date",
    "DELETE FROM patron.users",
    "SELECT patron.settle_purged(9, '{1}')",
  ]) {
    await expect(asWorker(statement)).rejects.toMatchObject({ code: "42501" });
  }
  await home.pool.query("DELETE FROM console.job_runs");
});

test("a purge that runs may, by its own number", async () => {
  await home.pool.query(
    `INSERT INTO console.job_runs (id, job, status, submitted_via, cut_off, time_zone, frozen) OVERRIDING SYSTEM VALUE
     VALUES (7, 'purge-users', 'running', 'screen', current_date, 'UTC', '{}'), (8, 'letters-purge', 'running', 'screen', current_date, 'UTC', '{}')`,
  );
  for (const statement of [...deletions, "DELETE FROM patron.users"]) await asWorker(statement);
  await asWorker("SELECT patron.settle_purged(7, '{1}')");
  await expect(asWorker("SELECT patron.settle_purged(8, '{1}')")).rejects.toMatchObject({
    code: "42501",
  });
  await asWorker("UPDATE patron.users SET purge_date = NULL");
  await expect(asWorker("UPDATE patron.users SET user_group_id = 1")).rejects.toMatchObject({
    code: "42501",
  });
});

test("a purge that is told to stop may to the end of the batch at work, and no longer", async () => {
  await home.pool.query(
    `DELETE FROM console.job_runs;
     INSERT INTO console.job_runs (id, job, status, submitted_via, cut_off, time_zone, frozen) OVERRIDING SYSTEM VALUE
     VALUES (5, 'purge-users', 'paused', 'screen', current_date, 'UTC', '{}');
     INSERT INTO console.job_bulks (run_id, part, low, high, cursor, planned, status, heartbeat_at)
     VALUES (5, 'users', 1, 9, 0, 9, 'working', now())`,
  );
  const purges = [
    "UPDATE patron.users SET last_name = 'x'",
    "SELECT patron.settle_purged(5, '{1}')",
  ];
  const refused = async () => {
    for (const statement of purges)
      await expect(asWorker(statement)).rejects.toMatchObject({ code: "42501" });
  };
  for (const statement of purges) await asWorker(statement);
  await home.pool.query("UPDATE console.job_runs SET status = 'aborting'");
  for (const statement of purges) await asWorker(statement);
  await home.pool.query("UPDATE console.job_bulks SET status = 'waiting'");
  await refused();
  await home.pool.query(
    `UPDATE console.job_bulks SET status = 'working';
     UPDATE console.job_runs SET status = 'aborted', ended_at = now()`,
  );
  await refused();
});
