import { readdir, readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { diagnose } from "#db/queries/diagnosis.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { insertLetters } from "./letters.ts";
import { makeManyLoans } from "./many-loans.ts";

let home: TestDatabase;

beforeAll(async () => {
  home = await testDatabase();
  await makeManyLoans(home.pool, 100);
});
afterAll(() => home.drop());

test("the planner's statistics hold no name, number or note of a patron", async () => {
  await home.pool.query(
    "INSERT INTO patron.user_emails (user_id, email) SELECT id, 'canary' || id || '@example.org' FROM patron.users",
  );
  await home.pool.query(
    "INSERT INTO patron.user_identifiers (user_id, type, value) SELECT id, 'BARCODE', 'canary' || id FROM patron.users",
  );
  await home.pool.query(
    "UPDATE patron.users SET first_name = 'canary', last_name = 'canary' || id, primary_id = 'canary' || id",
  );
  await home.pool.query(
    "INSERT INTO patron.user_blocks (user_id, code, note) SELECT id, 'LOST', 'canary' || id FROM patron.users",
  );
  await home.pool.query("UPDATE patron.loan_notes SET text = 'canary'");
  await home.pool.query(
    "INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada', 'ada@example.org')",
  );
  await home.pool.query(`INSERT INTO patron.user_searches (staff_id, search)
    SELECT 'ada', '{"text": {"words": "canary"}}' FROM generate_series(1, 3)`);
  await home.pool
    .query(`WITH made AS (INSERT INTO patron.sets (name, description, note, kind, query, private)
      SELECT 'canary' || n, 'canary', 'canary', 'logical', '"canary"', false FROM generate_series(1, 3) n RETURNING id), uploads AS (
      INSERT INTO patron.set_uploads (set_id, added, already_members, not_found, duplicates) SELECT id, 0, 0, 1, 0 FROM made RETURNING id)
    INSERT INTO patron.set_upload_lines SELECT id, 1, 'canary', 'unknown' FROM uploads`);
  await home.pool.query(
    "UPDATE patron.users SET status = 'deleted', deleted_on = current_date WHERE id <= 3",
  );
  await home.pool.query(`WITH made AS (INSERT INTO console.imports (source, submitted_by)
      SELECT 'alma', 'operator' FROM generate_series(1, 3) RETURNING id), files AS (
      INSERT INTO patron.import_files (import_id, number, name, warnings, created_codes)
      SELECT id, 0, 'canary', '{canary}', '["canary"]' FROM made), problems AS (
      INSERT INTO patron.import_problems SELECT id, 'canary' FROM made), uploads AS (
      INSERT INTO patron.import_uploads (import_id, number, name, size) SELECT id, 0, 'canary', 6 FROM made RETURNING import_id)
    INSERT INTO patron.import_chunks (import_id, number, start, bytes) SELECT import_id, 0, 0, 'canary' FROM uploads`);
  await insertLetters(
    home.pool,
    [1, 2, 3].map((userId) => ({ userId, letterCode: "PINNumberLetter", createdOn: "2026-01-05" })),
  );
  await home.pool.query(
    "UPDATE patron.letters SET problem = 'no such canary', addresses = 'canary'",
  );
  await home.pool.query("ANALYZE");
  const { rows } = await home.pool.query<{ column: string }>(
    `SELECT schemaname || '.' || tablename || '.' || attname AS "column" FROM pg_stats
     WHERE schemaname = 'patron' AND (concat(most_common_vals, histogram_bounds, most_common_elems) ILIKE '%canary%'
       OR concat(most_common_vals, histogram_bounds) LIKE '%' || encode('canary', 'hex') || '%')`,
  );
  expect(rows).toEqual([]);
  const { rows: control } = await home.pool.query(
    "SELECT FROM pg_stats WHERE schemaname = 'patron' AND attname = 'user_id'",
  );
  expect(control.length).toBeGreaterThan(0);
});

test("what was copied of a mail server's refusals is told by doctor, and goes with the update", async () => {
  const copied = async () =>
    (
      await home.pool.query(
        "SELECT FROM pg_stats WHERE tablename LIKE 'letters%' AND attname = 'problem'",
      )
    ).rowCount;
  await home.pool.query(
    "ALTER TABLE patron.letters ALTER COLUMN problem SET STATISTICS 100; ANALYZE patron.letters",
  );
  expect(await copied()).toBe(2);
  const client = await home.pool.connect();
  try {
    expect(await diagnose(client)).toContainEqual(
      expect.stringMatching(/letters.problem, letters_2026_01.problem/),
    );
  } finally {
    client.release();
  }
  const [law] = (await readdir("db/migrations")).filter((name) =>
    name.endsWith("_least_rights_law.sql"),
  );
  const statements = (await readFile(`db/migrations/${law}`, "utf8")).split(
    "--> statement-breakpoint",
  );
  const ofProblems = statements.filter((statement) => statement.includes("ALTER COLUMN problem"));
  expect(ofProblems).toHaveLength(2);
  for (const statement of ofProblems) await home.pool.query(statement);
  expect(await copied()).toBe(0);
  await home.pool.query("ANALYZE patron.letters");
  expect(await copied()).toBe(0);
});

test("no column of a record can hold a person, a card or free text about one", async () => {
  const { rows } = await home.pool.query<{ column: string }>(
    `SELECT table_name || '.' || column_name AS "column" FROM information_schema.columns WHERE table_schema = 'record'
     AND (column_name ~ '(user_id|patron|primary|person|staff|email|phone|address|note|comment|source_number)')`,
  );
  // A lending request has no patron, here or in its source: its number leads to a partner.
  expect(rows).toEqual([{ column: "lending_requests.source_number" }]);
});
