import { expect, test } from "vitest";
import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { databaseForEach } from "../test/database-for-each.ts";
import { insertLetters, setPeriods } from "../test/letters.ts";
import { anonymizeAfter, makeManyLoans } from "../test/many-loans.ts";
import { previews } from "./previews.ts";

/* Whoever looks at a preview changes no record and nothing of a patron, for the time of the look neither. */

const receipt = "FulLoanReceiptLetter";
const { db } = databaseForEach(async ({ pool }) => {
  await makeManyLoans(pool, 500);
  await anonymizeAfter(pool, 30);
  // Nobody who has a loan is purged.
  await pool.query(
    `DELETE FROM patron.loan_links WHERE user_id = 5; UPDATE patron.users SET purge_date = '2020-01-01'`,
  );
  await setPeriods(pool, { [receipt]: 30 });
  await insertLetters(pool, [{ userId: 1, letterCode: receipt, createdOn: "2026-01-05" }]);
});

/** Rows that this transaction has put in, changed and taken out, whatever becomes of it. */
async function written(tx: Tx) {
  const { rows } = await tx.execute<{ table: string }>(sql`
    SELECT schemaname || '.' || relname AS table, n_tup_ins, n_tup_upd, n_tup_del
    FROM pg_stat_xact_user_tables WHERE schemaname IN ('record', 'patron')
    ORDER BY 1`);
  return rows;
}
/** The same before and after `work`: what the connection did earlier stands in both. */
const writtenBy = (work: (tx: Tx) => Promise<unknown>) =>
  db().transaction("lethe_web", async (tx) => {
    const before = await written(tx);
    await work(tx);
    return { before, after: await written(tx) };
  });

test.each<[string, (tx: Tx) => Promise<{ confirm: number }>]>([
  ["anonymization", (tx) => previews.anonymization(tx)],
  [
    "purge of users",
    (tx) => previews["purge-users"](tx, { options: { recordType: "public" }, staffId: null }),
  ],
  ["purge of letters", (tx) => previews["letters-purge"](tx)],
])("the preview of the %s writes nothing", async (_name, preview) => {
  let wouldGo = 0;
  const { before, after } = await writtenBy(async (tx) => {
    wouldGo = (await preview(tx)).confirm;
  });
  expect(after).toEqual(before);
  expect(wouldGo).toBeGreaterThan(0);
});

test("one write of one row is seen", async () => {
  const { before, after } = await writtenBy((tx) =>
    tx.execute(sql`UPDATE patron.users SET campus = 'NORTH' WHERE id = 1`),
  );
  expect(after).not.toEqual(before);
});
