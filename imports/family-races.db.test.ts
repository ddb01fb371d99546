import pg from "pg";
import { expect, test } from "vitest";
import { counts, freshLibrary } from "./fresh-library.ts";

const { url, rows, lines, importFamilies, importText, somebodyWaits } = freshLibrary(async () => {
  await importFamilies();
});

/** Imports while a run has cut the link and not committed yet. */
async function whileCutting(cut: string, name: string, content: string) {
  const run = new pg.Client(url());
  await run.connect();
  await run.query("BEGIN");
  await run.query(cut);
  const importing = importText(name, content);
  await somebodyWaits();
  await run.query("COMMIT");
  await run.end();
  return importing;
}

const cutLoan = `WITH cut AS (DELETE FROM patron.loan_links WHERE source_number = 'L1' RETURNING loan_id)
  UPDATE patron.fee_links f SET loan_id = NULL FROM cut WHERE cut.loan_id = f.loan_id`;

test("a fee whose loan a run cuts meanwhile names no loan, and keeps its item", async () => {
  const report = await whileCutting(
    cutLoan,
    "fees.csv",
    "fee_id,primary_id,type,status,library,original_amount,created,loan_id\nF1,anna,OVERDUE,closed,MAIN,5,2026-01-21T10:00:00Z,L1\nF9,anna,LOST,active,MAIN,5,2026-01-21,L1\n",
  );
  expect(counts(report)).toEqual([1, 0, 1, 0, 0]);
  expect(
    await lines(`SELECT source_number, loan_id, barcode FROM patron.fee_links JOIN record.fees f ON f.id = fee_id
      JOIN record.items i ON i.id = item_id WHERE source_number IN ('F1', 'F9') ORDER BY 1`),
  ).toEqual(["F1 | - | I1", "F9 | - | I1"]);
});

test.each([
  [
    "fees.csv",
    "DELETE FROM patron.fee_links WHERE source_number = 'F1'",
    "fee_id,primary_id,type,status,library,original_amount,created\nF1,anna,LOST,active,MAIN,9,2026-01-21\n",
  ],
  [
    "fee_transactions.csv",
    "DELETE FROM patron.fee_links WHERE source_number = 'F1'",
    "fee_id,transaction_id,type,amount,created\nF1,T9,payment,9,2026-01-21\n",
  ],
  [
    "requests.csv",
    "DELETE FROM patron.request_links WHERE source_number = 'R1'",
    "request_id,primary_id,type,status,library,location,created\nR1,anna,hold,placed,MAIN,DESK,2026-02-01\n",
  ],
  [
    "borrowing_requests.csv",
    "DELETE FROM patron.borrowing_links WHERE source_number = 'B1'",
    "request_id,primary_id,status,library,created\nB1,anna,shipped,MAIN,2026-03-01\n",
  ],
])("a record whose link a run cuts meanwhile stays anonymized: %s", async (name, cut, content) => {
  const records = `SELECT (SELECT json_agg(r ORDER BY id) FROM record.fees r) AS fees, (SELECT json_agg(r ORDER BY id) FROM record.fee_transactions r) AS transactions,
    (SELECT json_agg(r ORDER BY id) FROM record.requests r) AS requests, (SELECT json_agg(r ORDER BY id) FROM record.borrowing_requests r) AS borrowing`;
  const before = await rows(records);
  expect(counts(await whileCutting(cut, name, content))).toEqual([0, 0, 0, 1, 0]);
  expect(await rows(records)).toEqual(before);
});
