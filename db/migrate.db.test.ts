import { afterEach, beforeEach, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { migrate } from "./migrate.ts";

let home: TestDatabase;
beforeEach(async () => {
  home = await testDatabase();
});
afterEach(() => home.drop());

/** Somebody at work, who holds what every migration needs until they end. */
async function holder() {
  const client = await home.pool.connect();
  await client.query("SET application_name = 'somebody at work'");
  await client.query("BEGIN; LOCK TABLE migrations.__drizzle_migrations IN ACCESS EXCLUSIVE MODE");
  return async () => {
    await client.query("ROLLBACK");
    client.release(true);
  };
}
const patience = { lock: 50, pause: 20, total: 60_000 };
const whom = /^Waiting for transactions .*: server process \d+ \(somebody at work\)\.$/;

test("a migration says whom it waits for, and goes on when they have ended", async () => {
  const end = await holder();
  const heard: string[] = [];
  const migrated = migrate(home.url, { patience, say: (sentence) => heard.push(sentence) });
  await expect.poll(() => heard).toEqual([expect.stringMatching(whom)]);
  await end();
  await migrated;
});

test("a migration gives up after a while, says for whom it waited, and leaves all as it was", async () => {
  const end = await holder();
  const impatient = migrate(home.url, { patience: { ...patience, total: 200 } });
  await expect(impatient).rejects.toThrow(/^No migration was applied: .*somebody at work/);
  await end();
  await migrate(home.url);
});
