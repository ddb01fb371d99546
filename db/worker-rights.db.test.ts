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
  "SELECT FROM patron.user_emails",
  "SELECT FROM patron.user_identifiers",
  "SELECT FROM patron.user_notes",
  "SELECT FROM patron.user_proxies",
  "SELECT reason FROM patron.import_rejects",
])("the worker cannot ask who a patron is: %s", async (statement) => {
  await expect(asWorker(statement)).rejects.toMatchObject({ code: "42501" });
});

test.each([
  "SELECT id, coalesce(expiry_date, deleted_on) FROM patron.users",
  "DELETE FROM patron.import_rejects WHERE created_at < now()",
])("the worker can do its work: %s", async (statement) => {
  await asWorker(statement);
});
