import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attemptAs, refused, tablesIn } from "./attempt.ts";
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

describe("the web", () => {
  /** What staff edit of an account, and what is their own. */
  const edited = [
    ...["identifiers", "addresses", "emails", "phones", "notes", "blocks", "roles"],
    ...["categories", "proxies", "searches"],
  ].map((part) => `patron.user_${part}`);
  const own = [
    ...["sets", "set_members", "set_uploads", "set_upload_lines"],
    ...["legal_hold_members", "staff_users"],
  ].map((name) => `patron.${name}`);

  test("cannot cut a link, remove a note of a record, or touch a record", async () => {
    const others = [...(await tablesOf("patron")), ...(await tablesOf("record"))].filter(
      (table) => ![...edited, ...own].includes(table),
    );
    expect(others).toEqual(expect.arrayContaining(["patron.users", "patron.user_history"]));
    for (const table of others) {
      expect([table, await attempt("lethe_web", `DELETE FROM ${table}`)]).toEqual([table, refused]);
    }
  });

  test("edits an account and its parts", async () => {
    for (const table of [...edited, ...own]) {
      expect([table, await attempt("lethe_web", `DELETE FROM ${table}`)]).toEqual([table, ""]);
    }
    expect(
      await attempt("lethe_web", "UPDATE patron.users SET last_name = 'x', status = 'inactive'"),
    ).toBe("");
  });

  test("cannot make, delete or revive an account, nor give a part to another", async () => {
    for (const statement of [
      "INSERT INTO patron.users (primary_id) VALUES ('x')",
      "UPDATE patron.users SET deleted_on = current_date",
      "UPDATE patron.users SET id = DEFAULT",
      "UPDATE patron.users SET last_activity_month = NULL",
      ...["identifiers", "addresses", "emails", "phones", "notes", "blocks", "roles"].map(
        (part) => `UPDATE patron.user_${part} SET user_id = user_id`,
      ),
      "UPDATE patron.user_history SET fields = '{}'",
      "UPDATE patron.sets SET owner_id = NULL",
      "UPDATE patron.user_searches SET staff_id = staff_id",
      "UPDATE patron.set_members SET user_id = user_id",
    ]) {
      expect([statement, await attempt("lethe_web", statement)]).toEqual([statement, refused]);
    }
    // A CHECK holds what the right to the column alone would allow.
    expect(await attempt("lethe_web", "UPDATE patron.users SET status = 'deleted'")).toBe("23514");
  });

  test("cannot say that a library is a demo, which an import may empty, nor forget whose key it has", async () => {
    for (const column of ["is_demo = true", "source_key_fingerprint = NULL", "id = id"]) {
      const update = `UPDATE console.institution SET ${column}`;
      expect([update, await attempt("lethe_web", update)]).toEqual([update, refused]);
    }
  });

  test("adds a key of certificates under its own id alone, and takes none away", async () => {
    const keyOf = (id: string) =>
      `INSERT INTO console.certificate_keys (keyid, public_key) SELECT ${id}, '\\x00'`;
    expect(await attempt("lethe_web", keyOf("left(encode(sha256('\\x00'), 'hex'), 16)"))).toBe("");
    expect(await attempt("lethe_web", keyOf("'0123456789abcdef'"))).toBe("23514");
    for (const statement of [
      "DELETE FROM console.certificate_keys",
      "UPDATE console.certificate_keys SET public_key = ''",
      "INSERT INTO console.certificate_keys (keyid, public_key, made_at) VALUES ('', '', now())",
    ]) {
      expect([statement, await attempt("lethe_web", statement)]).toEqual([statement, refused]);
    }
    const add = keyOf("'0123456789abcdef'");
    for (const role of ["lethe_worker", "lethe_import", "lethe_statistics"])
      expect([role, await attempt(role, add)]).toEqual([role, refused]);
  });

  test("cannot keep the books of a run", async () => {
    for (const statement of [
      "INSERT INTO console.job_counters SELECT * FROM console.job_counters LIMIT 0",
      "UPDATE console.job_bulks SET cursor = 0",
      "UPDATE console.job_runs SET frozen = '{}'",
      "DELETE FROM console.job_runs",
    ]) {
      expect([statement, await attempt("lethe_web", statement)]).toEqual([statement, refused]);
    }
  });
});
