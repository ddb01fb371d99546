import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { makeLibrary } from "../test/library.ts";
import { untilSomebodyWaits } from "../test/waiting.ts";

let home: TestDatabase;
beforeAll(async () => {
  home = await testDatabase();
  await makeLibrary(home.pool, 3);
  await home.pool.query(
    "INSERT INTO patron.sets (name, private, kind) VALUES ('Chosen', false, 'itemized')",
  );
  await home.pool.query(
    "INSERT INTO patron.legal_holds (reason, owner, review_on, set_id) VALUES ('Matter', 'Counsel', current_date, 1)",
  );
});
afterAll(() => home.drop());

const deleteUser = (id: number) =>
  `UPDATE patron.users SET status = 'deleted', deleted_on = current_date, deleted_under = 'keepStatistics', primary_id = NULL WHERE id = ${id}`;

/** Sees everybody alive, and waits at a foreign key for the purge of user 1. */
async function whilePurging(statement: string): Promise<unknown> {
  const purge = await home.pool.connect();
  await purge.query("BEGIN; SELECT FROM patron.users WHERE id = 1 FOR UPDATE");
  await purge.query(deleteUser(1));
  const writing = home.pool.query(statement);
  const settled = writing.then(() => null).catch((error: unknown) => error);
  await untilSomebodyWaits(home.pool);
  await purge.query("COMMIT");
  purge.release();
  const error = await settled;
  await home.pool.query(
    "UPDATE patron.users SET status = 'active', deleted_on = NULL, deleted_under = NULL, primary_id = 'p1' WHERE id = 1",
  );
  return error;
}

test.each([
  [
    "a member of a set",
    "INSERT INTO patron.set_members SELECT 1, id FROM patron.users WHERE status <> 'deleted'",
  ],
  [
    "whom a proxy acts for",
    "INSERT INTO patron.user_proxies SELECT 2, id FROM patron.users WHERE id = 1 AND status <> 'deleted'",
  ],
  [
    "held by a legal hold",
    "INSERT INTO patron.legal_hold_members SELECT 1, id FROM patron.users WHERE status <> 'deleted'",
  ],
])("who is deleted meanwhile does not become %s", async (_, statement) => {
  expect(await whilePurging(statement)).toMatchObject({ code: "40001" });
  await home.pool.query(statement);
});
