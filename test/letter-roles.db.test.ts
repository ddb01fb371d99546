import { afterAll, beforeAll, expect, test } from "vitest";
import { attemptAs, everyRole, refused } from "./attempt.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { insertLetters } from "./letters.ts";
import { makeLibrary } from "./library.ts";

let home: TestDatabase;
beforeAll(async () => {
  home = await testDatabase();
  await makeLibrary(home.pool, 1);
  await insertLetters(home.pool, [
    { userId: 1, letterCode: "PINNumberLetter", createdOn: "2026-01-05", body: "Hello" },
  ]);
});
afterAll(() => home.drop());

const attempt = (role: string, statement: string) => attemptAs(home.pool, role, statement);

test.each(everyRole)("a letter is not written, nor led to another person by %s", async (role) => {
  const insert =
    "INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent) SELECT id, 'PINNumberLetter', 'email', now(), current_date, true FROM patron.users LIMIT 1";
  expect([insert, await attempt(role, insert)]).toEqual([insert, refused]);
  for (const column of ["user_id", "letter_code", "created_at", "created_on", "source_number"]) {
    const update = `UPDATE patron.letters SET ${column} = ${column}`;
    expect([update, await attempt(role, update)]).toEqual([update, refused]);
  }
});

test("a letter is not read by the worker, who removes it", async () => {
  for (const column of ["subject", "addresses", "body", "source_number", "*"]) {
    const read = `SELECT ${column} FROM patron.letters`;
    expect([read, await attempt("lethe_worker", read)]).toEqual([read, refused]);
  }
  expect(await attempt("lethe_worker", "SELECT id, sent FROM patron.letters FOR UPDATE")).toBe("");
  expect(await attempt("lethe_worker", "DELETE FROM patron.letters WHERE sent")).toBe("");
});

test("nobody drops, empties or detaches a month past the function that looks first", async () => {
  await home.pool.query("SELECT patron.make_letter_month('2026-01-01')");
  for (const role of everyRole) {
    for (const statement of [
      "DROP TABLE patron.letters_2026_01",
      "TRUNCATE patron.letters_2026_01",
      "TRUNCATE patron.letters",
      "ALTER TABLE patron.letters DETACH PARTITION patron.letters_2026_01",
      "SELECT * FROM patron.letters_2026_01",
      "SELECT patron.drop_letter_month(1, '2026-01-01')",
    ]) {
      expect([role, statement, await attempt(role, statement)]).toEqual([role, statement, refused]);
    }
  }
});

test("a letter comes in by an import's own tables only", async () => {
  for (const role of everyRole) {
    for (const statement of [
      "SELECT patron.claim_letter_numbers('patron.letters')",
      "SELECT patron.admit_letters('patron.letters', 'patron.letters', 0, 1)",
    ]) {
      expect([role, statement, await attempt(role, statement)]).toEqual([role, statement, refused]);
    }
  }
});

test("no import sets a period", async () => {
  expect(await attempt("lethe_import", "UPDATE console.letter_types SET retention_days = 1")).toBe(
    refused,
  );
  expect(
    await attempt(
      "lethe_import",
      "INSERT INTO console.letter_types (code, name, channel, patron_facing, retention_days) VALUES ('X', 'X', 'email', true, 1)",
    ),
  ).toBe(refused);
});

test("counts of letters are changed by no role", async () => {
  for (const role of everyRole) {
    for (const statement of [
      "UPDATE record.letter_counts SET count = 0",
      "DELETE FROM record.letter_counts",
    ]) {
      expect([role, statement, await attempt(role, statement)]).toEqual([role, statement, refused]);
    }
  }
});
