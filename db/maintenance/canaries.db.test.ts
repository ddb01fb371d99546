import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { startRun, type RunRequest } from "#jobs/engine/start.ts";
import { workRun } from "#jobs/engine/work-run.ts";
import type { TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { ownServer, textsInFiles, type OwnServer } from "../../test/own-server.ts";
import { placesOf } from "../../test/whole-database.ts";
import { makeWhole, traces } from "../../test/whole-person.ts";
import { maintain } from "./maintain.ts";

/*
 * Every text of a person is one that stands nowhere else, and short, so that the server compresses none;
 * the letter is long and of random letters, so that it goes where long values go.
 */

let server: OwnServer;
let home: TestDatabase;
let db: Database;
beforeAll(async () => {
  server = await ownServer();
});
afterAll(() => server.end());
beforeEach(async () => {
  home = await server.database();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 200);
  await home.pool.query(
    "INSERT INTO patron.users (id, primary_id) OVERRIDING SYSTEM VALUE SELECT unnest($1::bigint[]), 'P' || unnest($1::bigint[])",
    [[gone, stays]],
  );
  await makeWhole(home.pool, gone, 1);
  await makeWhole(home.pool, stays, 1);
  for (const id of [gone, stays]) await distinguish(id);
});
afterEach(async () => {
  await db.end();
  await home.drop();
});

const gone = 739_104_485;
const stays = 739_220_571;
const families = ["loan", "fee", "request", "borrowing"];

/** What a person's links, notes and letter say, apart from what the person is called. */
const ofRecords = (id: number) =>
  families.flatMap((family) => [`source-${family}-${id}`, `noted-${family}-${id}`]);
const ofLetter = (id: number) => [`subject-${id}`, `body-${id}`, `to-${id}`];
const ofPerson = (id: number) => Object.values(traces(id));

async function distinguish(id: number): Promise<void> {
  for (const family of families) {
    const key = family === "borrowing" ? "borrowing_request_id" : `${family}_id`;
    await home.pool.query(
      `UPDATE patron.${family}_links SET source_number = 'source-${family}-${id}' WHERE user_id = ${id};
       UPDATE patron.${family}_notes SET text = 'noted-${family}-${id}' WHERE ${key} = ${id} * 10::bigint`,
    );
  }
  await home.pool.query(
    `UPDATE patron.letters SET subject = 'subject-${id}', addresses = 'to-${id}',
       body = 'body-${id}' || (SELECT string_agg(chr(33 + (random() * 90)::int), '') FROM generate_series(1, 9000)) WHERE user_id = ${id}`,
  );
}

/** What of the texts the server's files hold: tables, indexes, catalogs, its logs. */
async function inFiles(texts: string[], part = ""): Promise<string[]> {
  await home.pool.query("CHECKPOINT");
  expect(textsInFiles(server.log, texts)).toEqual([]);
  return textsInFiles(path.join(server.files, part), texts);
}
async function run(request: Pick<RunRequest, "job" | "confirm" | "options">): Promise<number> {
  const { id } = await db.transaction("lethe_web", (tx) =>
    startRun(tx, { submittedVia: "screen", ...request }),
  );
  await workRun(db, id, { untilEnded: true });
  return id;
}
const erasure = async (id: number) =>
  (
    await home.pool.query<{ erased: boolean; recycled: boolean }>(
      "SELECT erased_at IS NOT NULL AS erased, logs_recycled_at IS NOT NULL AS recycled FROM console.run_erasures WHERE run_id = $1",
      [id],
    )
  ).rows[0];

test("links and notes that were cut are in every file until they are erased, and then in none", async () => {
  await home.pool.query(
    `UPDATE console.anonymization_families SET records = true, notes = true, default_anonymize = true;
     INSERT INTO patron.legal_holds (reason, owner, review_on, user_id) VALUES ('Inquiry', 'Counsel', '2030-01-01', ${stays});
     INSERT INTO patron.legal_hold_members SELECT id, user_id FROM patron.legal_holds WHERE released_at IS NULL`,
  );
  expect(await inFiles(ofRecords(gone))).toEqual(ofRecords(gone));
  const id = await run({ job: "anonymization", confirm: 8 });
  await home.pool.query("VACUUM ANALYZE");
  expect(await inFiles(ofRecords(gone), "base")).toEqual(ofRecords(gone));
  expect(await maintain(home.url)).toMatchObject({ erased: 1, recycled: 1, waits: [] });
  expect(await erasure(id)).toEqual({ erased: true, recycled: true });
  expect(await inFiles(ofRecords(gone))).toEqual([]);
  const kept = [...ofRecords(stays), ...ofPerson(stays), ...ofPerson(gone)];
  expect(await inFiles(kept, "base")).toEqual(kept);
});

test("a purged person is in no table, index, statistic or log", async () => {
  const all = [...ofPerson(gone), ...ofRecords(gone), ...ofLetter(gone)];
  await home.pool.query(`UPDATE patron.users SET purge_date = '2026-01-01' WHERE id = ${gone}`);
  await home.pool.query("ANALYZE");
  expect(await inFiles(all)).toEqual(all);
  await home.pool.query("UPDATE console.institution SET delete_user_policy = 'fullyRemove'");
  const id = await run({ job: "purge-users", confirm: 1, options: { recordType: "public" } });
  for (const part of ["base", "pg_wal"]) expect(await inFiles(all, part)).toEqual(all);
  expect(await maintain(home.url)).toMatchObject({ erased: 1, recycled: 1, waits: [] });
  expect(await erasure(id)).toEqual({ erased: true, recycled: true });
  expect(await inFiles(all)).toEqual([]);
  for (const text of all) expect([text, await placesOf(home.pool, text)]).toEqual([text, []]);
  const kept = [...ofPerson(stays), ...ofRecords(stays), ...ofLetter(stays)];
  expect(await inFiles(kept, "base")).toEqual(kept);
});

test("letters of a month of which some are kept are in no file when they were purged", async () => {
  await home.pool.query(
    `UPDATE console.letter_types SET retention_days = 10 WHERE code = 'FulLoanReceiptLetter';
     UPDATE patron.letters SET sent = false, created_at = now() WHERE user_id = ${stays}`,
  );
  expect(await inFiles(ofLetter(gone))).toEqual(ofLetter(gone));
  await run({ job: "letters-purge", confirm: 1 });
  expect(await inFiles(ofLetter(gone), "base")).toEqual(ofLetter(gone));
  expect(await maintain(home.url)).toMatchObject({ erased: 1, recycled: 1 });
  expect(await inFiles(ofLetter(gone))).toEqual([]);
  expect(await inFiles(ofLetter(stays), "base")).toEqual(ofLetter(stays));
});

test("an emptied table leaves no value in the planner's statistics", async () => {
  const values = async () =>
    (
      await home.pool.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM pg_stats WHERE schemaname = 'patron' AND tablename LIKE '%\\_links' AND strpos(pg_stats::text, '2026-08-01') > 0",
      )
    ).rows[0]?.n ?? 0;
  await home.pool.query("ANALYZE");
  expect(await values()).toBeGreaterThan(0);
  await home.pool.query(
    "UPDATE console.anonymization_families SET records = true, notes = true, default_anonymize = true",
  );
  await run({ job: "anonymization", confirm: 16 });
  expect((await home.pool.query("SELECT FROM patron.loan_links")).rowCount).toBe(0);
  await home.pool.query("VACUUM ANALYZE");
  expect(await values()).toBeGreaterThan(0);
  await maintain(home.url);
  expect(await values()).toBe(0);
});
