import { afterAll, beforeAll, expect, test } from "vitest";
import { attemptAs, refused } from "./attempt.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { makeEveryFamily } from "./every-family.ts";

let home: TestDatabase;
beforeAll(async () => {
  home = await testDatabase();
  await makeEveryFamily(home.pool);
});
afterAll(() => home.drop());

const attempt = (role: string, statement: string) => attemptAs(home.pool, role, statement);

test.each(["fee", "request", "borrowing"])(
  "a worker locks %s links, and does not say when one ended; an import does",
  async (family) => {
    const table = `patron.${family}_links`;
    expect((await home.pool.query(`SELECT FROM ${table} WHERE finished`)).rowCount).not.toBe(0);
    expect(await attempt("lethe_worker", `SELECT FROM ${table} WHERE finished FOR UPDATE`)).toBe(
      "",
    );
    const other = `UPDATE ${table} SET ended_at = ended_at - interval '1 year' WHERE finished`;
    expect(await attempt("lethe_worker", other)).toBe(refused);
    expect(await attempt("lethe_import", other)).toBe("");
    expect(await attempt("lethe_worker", `UPDATE ${table} SET ended_at = ended_at`)).toBe("");
  },
);

test("a fee names a linked loan of its own user, or none", async () => {
  const loan = (of: string) =>
    `UPDATE patron.fee_links f SET loan_id = (SELECT max(k.loan_id) FROM patron.loan_links k WHERE k.user_id ${of} f.user_id)`;
  const cut = `WITH cut AS (DELETE FROM patron.loan_links RETURNING loan_id) SELECT count(*) FROM cut`;
  const someLoan = "UPDATE patron.fee_links SET loan_id = (SELECT max(id) FROM record.loans)";
  for (const role of ["lethe_worker", "lethe_import"]) {
    expect([role, await attempt(role, loan("="))]).toEqual([role, ""]);
    expect([role, await attempt(role, loan("<>"))]).toEqual([role, "23000"]);
    expect([role, await attempt(role, "UPDATE patron.fee_links SET loan_id = NULL")]).toEqual([
      role,
      "",
    ]);
  }
  expect(
    await attempt(
      "lethe_worker",
      `UPDATE patron.fee_links SET loan_id = NULL; ${cut}; ${someLoan}`,
    ),
  ).toBe("23000");
});
