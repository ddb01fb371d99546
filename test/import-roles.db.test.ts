import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attemptAs, everyRole, refused } from "./attempt.ts";
import { testDatabase, type TestDatabase } from "./database.ts";

let home: TestDatabase;
beforeAll(async () => {
  home = await testDatabase();
});
afterAll(() => home.drop());

const attempt = (role: string, statement: string) => attemptAs(home.pool, role, statement);

describe("an upload", () => {
  test("cannot be read back by the web, and not at all by who works runs or counts", async () => {
    for (const role of ["lethe_web", "lethe_worker", "lethe_statistics"]) {
      const read = "SELECT bytes FROM patron.import_chunks";
      expect([role, await attempt(role, read)]).toEqual([role, refused]);
    }
    for (const table of ["import_uploads", "import_files", "import_problems"]) {
      expect(await attempt("lethe_worker", `SELECT FROM patron.${table}`)).toBe(refused);
    }
  });

  test("has no books that the web could write, nor a worker that could be made another's", async () => {
    for (const statement of [
      "INSERT INTO console.import_counts SELECT * FROM console.import_counts",
      "UPDATE console.imports SET epoch = 1",
      "UPDATE console.imports SET submitted_by = 'x'",
      "UPDATE patron.import_uploads SET name = 'x'",
      "UPDATE patron.import_chunks SET start = 0",
      "INSERT INTO patron.import_rejects (import_id, file, line, reason) SELECT import_id, file, line, reason FROM patron.import_rejects",
    ]) {
      expect([statement, await attempt("lethe_web", statement)]).toEqual([statement, refused]);
    }
  });
});

test("only an import may empty a demo library, and nothing that is no demo", async () => {
  const empty = "SELECT console.empty_demo()";
  for (const role of everyRole) {
    expect([role, await attempt(role, empty)]).toEqual([role, refused]);
  }
  await home.pool.query("UPDATE console.institution SET is_demo = true");
  for (const role of everyRole) {
    expect([role, await attempt(role, empty)]).toEqual([
      role,
      role === "lethe_import" ? "" : refused,
    ]);
  }
  await home.pool.query("UPDATE console.institution SET is_demo = false");
});
