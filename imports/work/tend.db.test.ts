import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { askForImports } from "../../test/imports.ts";
import { tablesWith } from "../../test/search.ts";
import { sweepFolders } from "./folder.ts";
import { tendImports } from "./tend.ts";

let home: TestDatabase;
let ask: ReturnType<typeof askForImports>;
beforeEach(async () => {
  home = await testDatabase();
  ask = askForImports(home.url);
});
afterEach(async () => {
  await ask.end();
  await home.drop();
});

const csv = "primary_id\ncanary-5b1c\n";
const tend = () => tendImports(ask.db, Date.now());
const age = (what: string, by: string) =>
  home.pool.query(`UPDATE console.imports SET ${what} = ${what} - interval '${by}'`);
const messages = async () =>
  (await home.pool.query("SELECT FROM queue.job WHERE name = 'imports'")).rowCount;
const statuses = async () =>
  (await home.pool.query<{ status: string }>("SELECT status FROM console.imports")).rows.map(
    ({ status }) => status,
  );

test("files that nobody started are forgotten after a day, and not before", async () => {
  await ask.send({ "users.csv": csv });
  await age("created_at", "23 hours");
  await tend();
  expect(await tablesWith(home.pool, "canary-5b1c")).toEqual(["patron.import_chunks"]);
  await age("created_at", "2 hours");
  await tend();
  expect(await tablesWith(home.pool, "canary-5b1c")).toEqual([]);
  expect(await statuses()).toEqual([]);
});

test("files that were only tried are forgotten after a day; what was said of them, after a week", async () => {
  const id = await ask.send({ "users.csv": csv });
  await ask.start(id, { dryRun: true });
  await home.pool.query("UPDATE console.imports SET status = 'stopped', ended_at = now()");
  await home.pool.query(
    "INSERT INTO patron.import_rejects (import_id, file, line, reason) VALUES ($1, 'users.csv', 2, 'x')",
    [id],
  );
  await age("created_at", "25 hours");
  await tend();
  expect(await tablesWith(home.pool, "canary-5b1c")).toEqual([]);
  expect(await statuses()).toEqual(["stopped"]);
  await age("ended_at", "8 days");
  await tend();
  expect(await statuses()).toEqual([]);
  expect((await home.pool.query("SELECT FROM patron.import_rejects")).rowCount).toBe(0);
});

test("lines that an import of the command line rejected are kept for a week, and no longer", async () => {
  await home.pool.query(
    `INSERT INTO patron.import_rejects (import_id, file, line, reason)
     VALUES (gen_random_uuid(), 'users.csv', 2, 'Unknown user')`,
  );
  const left = [];
  for (const days of [6, 8]) {
    await home.pool.query(
      "UPDATE patron.import_rejects SET created_at = now() - make_interval(days => $1)",
      [days],
    );
    await tend();
    left.push((await home.pool.query("SELECT FROM patron.import_rejects")).rowCount);
  }
  expect(left).toEqual([1, 0]);
});

test("an import that no worker takes up is called for again, and after a day given up in a sentence", async () => {
  const id = await ask.send({ "users.csv": csv });
  await ask.start(id);
  await home.pool.query("DELETE FROM queue.job");
  await tend();
  expect(await messages()).toBe(0);
  await age("called_at", "1 minute");
  await tend();
  expect(await messages()).toBe(1);
  await age("queued_at", "25 hours");
  await tend();
  const given = await ask.ended(id);
  expect([given.status, given.problem]).toEqual([
    "failed",
    expect.stringContaining("No worker took this import up within a day."),
  ]);
  expect(await tablesWith(home.pool, "canary-5b1c")).toEqual([]);
});

test("an import that was told to stop, and whose worker is gone, has stopped", async () => {
  const id = await ask.send({ "users.csv": csv });
  await ask.start(id);
  await home.pool.query(
    "UPDATE console.imports SET status = 'running', heartbeat_at = now() - interval '1 minute', called_at = NULL",
  );
  await home.pool.query("UPDATE console.imports SET status = 'stopping'");
  await home.pool.query("DELETE FROM queue.job");
  await tend();
  expect(await statuses()).toEqual(["stopped"]);
  expect(await messages()).toBe(0);
});

test("bytes that another import still needs are not touched", async () => {
  const [kept, gone] = [await ask.send({ "users.csv": csv }), await ask.send({ "users.csv": csv })];
  await ask.start(gone);
  await home.pool.query(
    "UPDATE console.imports SET status = 'stopped', ended_at = now() WHERE id = $1",
    [gone],
  );
  await tend();
  const { rows } = await home.pool.query("SELECT import_id FROM patron.import_chunks");
  expect(rows).toEqual([{ import_id: kept }]);
});

test("a killed worker's folder goes when nobody has written to it for five minutes", async () => {
  const before = process.env.TMPDIR;
  const folder = await mkdtemp(path.join(tmpdir(), "lethe sweep "));
  process.env.TMPDIR = folder;
  try {
    for (const [name, minutes] of [
      ["lethe-import-live", 4],
      ["lethe-import-dead", 6],
      ["other", 60],
    ] as const) {
      await mkdir(path.join(folder, name));
      const alive = path.join(folder, name, "alive");
      await writeFile(alive, "");
      const then = Date.now() / 1_000 - minutes * 60;
      await utimes(alive, then, then);
    }
    await sweepFolders(Date.now());
    expect((await readdir(folder)).sort()).toEqual(["lethe-import-live", "other"]);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    await rm(folder, { recursive: true });
  }
});
