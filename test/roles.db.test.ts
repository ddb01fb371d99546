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
      const staging = `work.import_ff_${name.replace("admit_", "")}`;
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
