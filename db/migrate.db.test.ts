import { afterEach, beforeEach, expect, test } from "vitest";
import { emptyDatabase, testDatabase, type TestDatabase } from "../test/database.ts";
import { openDatabase } from "./client.ts";
import { migrate } from "./migrate.ts";
import { diagnose } from "./queries/diagnosis.ts";
import { rolesAreSeparate } from "./queries/overview.ts";

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
const patience = { lock: 50, pause: 20, tries: 1_000 };
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
  const impatient = migrate(home.url, { patience: { ...patience, tries: 3 } });
  await expect(impatient).rejects.toThrow(/^The migration is not complete: .*somebody at work/);
  await end();
  await migrate(home.url);
});

test("with roles or without: a database goes on as it began, and says which it is", async () => {
  const single = await emptyDatabase();
  const databases = [openDatabase(home.url), openDatabase(single.url)];
  try {
    await migrate(single.url, { singleRole: true });
    await migrate(single.url, { singleRole: true });
    await expect(migrate(single.url)).rejects.toThrow(/run migrate with --single-role/);
    await expect(migrate(home.url, { singleRole: true })).rejects.toThrow(
      /run migrate without --single-role/,
    );
    const separate = databases.map((db) => db.transaction("lethe_web", rolesAreSeparate));
    expect(await Promise.all(separate)).toEqual([true, false]);
    const client = await single.pool.connect();
    expect(await diagnose(client)).toContainEqual(
      expect.stringMatching(/^The separation of database roles is off/),
    );
    client.release();
  } finally {
    await Promise.all(databases.map((db) => db.end()));
    await single.drop();
  }
});
