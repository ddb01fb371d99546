import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attemptAs, everyRole, refused, tablesIn } from "./attempt.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { makeManyLoans } from "./many-loans.ts";

let home: TestDatabase;

beforeAll(async () => {
  home = await testDatabase();
  await makeManyLoans(home.pool, 100);
});
afterAll(() => home.drop());

const attempt = (role: string, statement: string) => attemptAs(home.pool, role, statement);

const tablesOf = (schema: string) => tablesIn(home.pool, schema);

const linkTables = ["loan", "fee", "request", "borrowing"].map((family) => ({
  table: `patron.${family}_links`,
  key: family === "borrowing" ? "borrowing_request_id" : `${family}_id`,
}));
const admissions = [
  "admit_loans",
  "admit_fees",
  "admit_requests",
  "admit_borrowing_requests",
  "admit_fee_transactions",
];

describe("statistics", () => {
  test("cannot read one table of patron, nor count its rows", async () => {
    const tables = await tablesOf("patron");
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      expect([table, await attempt("lethe_statistics", `SELECT count(*) FROM ${table}`)]).toEqual([
        table,
        refused,
      ]);
    }
  });

  test("can read every record, and write none", async () => {
    for (const table of (await tablesOf("record")).filter(
      (name) => name !== "record.seen_sources",
    )) {
      expect([table, await attempt("lethe_statistics", `SELECT count(*) FROM ${table}`)]).toEqual([
        table,
        "",
      ]);
      expect([table, await attempt("lethe_statistics", `DELETE FROM ${table}`)]).toEqual([
        table,
        refused,
      ]);
    }
  });
});

describe("a cut link", () => {
  test.each(everyRole)("cannot be made again by %s", async (role) => {
    for (const { table } of linkTables) {
      expect([
        table,
        await attempt(role, `INSERT INTO ${table} SELECT * FROM ${table} LIMIT 1`),
      ]).toEqual([table, refused]);
    }
  });

  test.each(everyRole)("cannot be led to another person, record or number by %s", async (role) => {
    for (const { table, key } of linkTables) {
      for (const column of ["user_id", key, "source_number", "source_id"]) {
        const update = `UPDATE ${table} SET ${column} = ${column}`;
        expect([update, await attempt(role, update)]).toEqual([update, refused]);
      }
    }
  });

  test.each(admissions)(
    "is not brought back by %s, from any table but an import's",
    async (name) => {
      for (const table of [...linkTables.map(({ table }) => table), "patron.users"]) {
        const admit = `SELECT patron.${name}('${table}', '\\x00', '\\xff')`;
        for (const role of everyRole)
          expect([role, table, await attempt(role, admit)]).toEqual([role, table, refused]);
      }
    },
  );

  test.each(admissions)(
    "is not brought back by %s, from a table of other columns",
    async (name) => {
      const staging = `patron.import_ff_${name.replace("admit_", "")}`;
      const lure = `CREATE TABLE ${staging} (digest bytea, verdict text, line integer DEFAULT 1);
      SELECT patron.${name}('${staging}', '\\x00', '\\xff')`;
      expect(await attempt("lethe_import", lure)).toBe(refused);
    },
  );
});

describe("an import", () => {
  test("makes no record of a person but by admission, and marks no number as seen", async () => {
    for (const table of [
      "record.loans",
      "record.fees",
      "record.fee_transactions",
      "record.requests",
      "record.borrowing_requests",
      "record.seen_sources",
    ]) {
      for (const statement of [`INSERT INTO ${table} DEFAULT VALUES`, `DELETE FROM ${table}`]) {
        expect([statement, await attempt("lethe_import", statement)]).toEqual([statement, refused]);
      }
    }
    expect(await attempt("lethe_import", "UPDATE record.fee_transactions SET amount = 1")).toBe(
      refused,
    );
  });

  test("may lock a linked record and change what its source says anew", async () => {
    for (const { table } of linkTables) {
      for (const statement of [
        `SELECT FROM ${table} FOR UPDATE`,
        `SELECT FROM ${table} FOR KEY SHARE`,
        `UPDATE ${table} SET ended_at = ended_at, finished = finished, profile_id = profile_id`,
      ]) {
        expect([statement, await attempt("lethe_import", statement)]).toEqual([statement, ""]);
      }
      expect(await attempt("lethe_import", `DELETE FROM ${table}`)).toBe(refused);
    }
  });
});

test("an import reads no search and no history, of a set its members alone, of a hold not why", async () => {
  for (const [table, column] of [
    ["sets", "name"],
    ["sets", "description"],
    ["user_searches", "search"],
    ["user_history", "action"],
    ["set_upload_lines", "value"],
    ["legal_holds", "reason"],
    ["legal_holds", "owner"],
    ["legal_holds", "user_id"],
  ]) {
    const statement = `SELECT ${column} FROM patron.${table}`;
    expect([statement, await attempt("lethe_import", statement)]).toEqual([statement, refused]);
  }
});

describe("the worker", () => {
  test("cannot write a record, whichever it is", async () => {
    for (const table of await tablesOf("record")) {
      for (const statement of [`DELETE FROM ${table}`, `INSERT INTO ${table} DEFAULT VALUES`]) {
        expect([statement, await attempt("lethe_worker", statement)]).toEqual([statement, refused]);
      }
    }
    for (const column of ["loaned_on", "ended_on", "profile_id", "library_id", "item_id"]) {
      expect(await attempt("lethe_worker", `UPDATE record.loans SET ${column} = ${column}`)).toBe(
        refused,
      );
    }
  });

  test("cannot change a rule, a setting, an account or a person", async () => {
    for (const statement of [
      "UPDATE console.anonymization_rules SET anonymize = true",
      "UPDATE console.anonymization_families SET default_anonymize = true",
      "UPDATE console.institution SET time_zone = 'UTC'",
      "SELECT password FROM console.staff_accounts",
      "SELECT secret_hash FROM console.api_keys",
      "UPDATE console.api_keys SET scopes = '{anonymization.run}'",
      "UPDATE patron.users SET last_name = 'x'",
      "DELETE FROM patron.users",
    ]) {
      expect([statement, await attempt("lethe_worker", statement)]).toEqual([statement, refused]);
    }
  });

  test("can lock a link, and cut it", async () => {
    expect(
      await attempt("lethe_worker", "SELECT FROM patron.loan_links WHERE finished FOR UPDATE"),
    ).toBe("");
    expect(await attempt("lethe_worker", "DELETE FROM patron.loan_links WHERE finished")).toBe("");
  });

  test("cannot use the column that it locks by for anything else", async () => {
    expect(
      await attempt("lethe_worker", "UPDATE patron.loan_links SET ended_at = now() WHERE finished"),
    ).toBe("23514");
  });
});

test("nobody but the owner may change or delete what the audit says", async () => {
  for (const role of everyRole) {
    for (const statement of [
      "UPDATE console.audit SET actor = 'x'",
      "DELETE FROM console.audit",
      "TRUNCATE console.audit",
    ]) {
      expect([role, await attempt(role, statement)]).toEqual([role, refused]);
    }
  }
  expect(await attempt("lethe_owner", "DELETE FROM console.audit")).toBe(refused);
});

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

test("no column of a record can hold a person, a card or free text about one", async () => {
  const { rows } = await home.pool.query<{ column: string }>(
    `SELECT table_name || '.' || column_name AS "column" FROM information_schema.columns WHERE table_schema = 'record'
     AND (column_name ~ '(user_id|patron|primary|person|staff|email|phone|address|note|comment|source_number)')`,
  );
  // A lending request has no patron, here or in its source: its number leads to a partner.
  expect(rows).toEqual([{ column: "lending_requests.source_number" }]);
});
