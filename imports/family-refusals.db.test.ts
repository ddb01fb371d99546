import { beforeEach, describe, expect, test } from "vitest";
import { counts, freshLibrary } from "./fresh-library.ts";

const { importLibrary, importText } = freshLibrary();

/** Each line is refused by itself, as `line | column | reason`; the good line above them goes in. */
async function refuses(file: string, header: string, told: string[], good: string) {
  const cases = told.map((one) => one.split(" | "));
  const lines = [header, good, ...cases.map(([line]) => line)];
  const report = await importText(file, `${lines.join("\n")}\n`);
  expect(report.rejects).toEqual(
    cases.map(([, column, reason], index) => ({ line: index + 3, column, reason })),
  );
  expect(counts(report)).toEqual([1, 0, 0, 0, cases.length]);
}

describe("a line that will not do is refused with a sentence", () => {
  beforeEach(() => importLibrary());

  test("of fees", async () => {
    const statuses = "active, closed, in_dispute, exported";
    await refuses(
      "fees.csv",
      "fee_id,primary_id,type,status,library,original_amount,balance,created,closed,loan_id",
      [
        "F1,nobody,LOST,active,MAIN,5,5,2026-01-01,, | primary_id | No user has this primary ID.",
        "F2,,LOST,active,MAIN,5,5,2026-01-01,, | primary_id | An active fee needs a primary ID.",
        `F3,anna,LOST,paid,MAIN,5,5,2026-01-01,, | status | This is not one of ${statuses}.`,
        "F4,anna,,active,MAIN,5,5,2026-01-01,, | type | type is empty.",
        "F5,anna,LOST,active,MAIN,-5,,2026-01-01,, | original_amount | This is negative, which an amount cannot be.",
        'F6,anna,LOST,active,MAIN,"5,00",,2026-01-01,, | original_amount | This is not an amount such as 12.50.',
        "F7,anna,LOST,active,MAIN,5.005,,2026-01-01,, | original_amount | This has more than two decimals.",
        "F8,anna,LOST,active,MAIN,1e3,,2026-01-01,, | original_amount | This is not an amount such as 12.50.",
        "F9,anna,LOST,active,MAIN,5,7.50,2026-01-01,, | balance | The balance 7.50 is above the original amount 5.",
        "F10,anna,LOST,closed,MAIN,5,2,2026-01-01,2026-01-02, | balance | A closed fee owes nothing, and this one has the balance 2.",
        "F11,anna,LOST,closed,MAIN,5,-2,2026-01-01,2026-01-02, | balance | A closed fee owes nothing, and this one has the balance -2.",
        "F12,anna,LOST,in dispute,MAIN,5,5,2026-01-01,2026-01-02, | closed | A fee that is in dispute has no day of closing.",
        "F13,anna,LOST,closed,MAIN,5,0,2026-01-01,9999-01-02, | closed | closed lies after today.",
        "F17,anna,LOST,closed,MAIN,5,0,2026-01-02T08:00:00Z,2026-01-01, | closed | closed lies before created.",
        "F14,anna,LOST,active,MAIN,5,5,2026-01-01,,L99 | loan_id | No loan has this number.",
        "F15,anna,LOST,active,MAIN,5,5,2026-01-01,,L3 | loan_id | This loan belongs to another user.",
        "F16,anna,LOST,active,MAIN,,5,2026-01-01,, | original_amount | original_amount is empty.",
      ],
      "OK,anna,LOST,closed,MAIN,5,0,2026-01-01T10:00:00Z,2026-01-01,L1",
    );
  });

  test("of fee transactions", async () => {
    await importText(
      "fees.csv",
      "fee_id,primary_id,type,status,library,original_amount,created\nF1,anna,LOST,active,MAIN,5,2026-01-01\n",
    );
    const twice = "Lines 10 and 11 have the same transaction_id and differ.";
    await refuses(
      "fee_transactions.csv",
      "fee_id,transaction_id,type,amount,created",
      [
        "F9,T1,payment,5,2026-01-01 | fee_id | No fee has this number.",
        "F1,,payment,5,2026-01-01 | transaction_id | transaction_id is empty.",
        "F1,T2,refund,5,2026-01-01 | type | This is not one of payment, waive, dispute, restore, credit.",
        "F1,T3,payment,-5,2026-01-01 | amount | This is negative, which an amount cannot be.",
        "F1,T4,payment,five,2026-01-01 | amount | This is not an amount such as 12.50.",
        "F1,T5,payment,5,9999-01-01 | created | created lies after today.",
        "F1,T6,payment,5, | created | created is empty.",
        `F1,T7,payment,4,2026-01-01 | transaction_id | ${twice}`,
        `F1,T7,payment,5,2026-01-01 | transaction_id | ${twice}`,
      ],
      "F1,T1,payment,5,2026-01-01",
    );
  });

  test("of requests", async () => {
    await refuses(
      "requests.csv",
      "request_id,primary_id,type,status,library,created,ended",
      [
        "R1,nobody,hold,placed,MAIN,2026-01-01, | primary_id | No user has this primary ID.",
        "R2,,hold,placed,MAIN,2026-01-01, | primary_id | An active request needs a primary ID.",
        "R3,anna,loan,placed,MAIN,2026-01-01, | type | This is not one of hold, booking, digitization.",
        "R4,anna,hold,done,MAIN,2026-01-01, | status | This is not one of placed, in_process, in_transit, on_hold_shelf, completed, cancelled, rejected, expired.",
        "R5,anna,hold,On Hold-Shelf,MAIN,2026-01-01,2026-01-02 | ended | A request that is on hold shelf has no end date.",
        "R6,anna,hold,completed,MAIN,2026-01-01,9999-01-02 | ended | ended lies after today.",
        "R8,anna,hold,completed,MAIN,2026-01-02,2026-01-01 | ended | ended lies before created.",
        "R7,anna,hold,completed,MAIN,,2026-01-02 | created | created is empty.",
      ],
      "OK,anna,hold,placed,MAIN,2026-01-01,",
    );
  });

  test("of borrowing requests", async () => {
    await refuses(
      "borrowing_requests.csv",
      "request_id,primary_id,status,library,created,ended",
      [
        "B1,nobody,requested,MAIN,2026-01-01, | primary_id | No user has this primary ID.",
        "B2,,overdue,MAIN,2026-01-01, | primary_id | An active borrowing request needs a primary ID.",
        "B3,anna,placed,MAIN,2026-01-01, | status | This is not one of requested, shipped, received, on_hold_shelf, overdue, completed, cancelled, rejected, expired.",
        "B4,anna,shipped,MAIN,2026-01-01,2026-01-02 | ended | A borrowing request that is shipped has no end date.",
        "B5,anna,completed,MAIN,2026-01-01,9999-01-02 | ended | ended lies after today.",
        "B6,anna,expired,MAIN,2026-01-02,2026-01-01 | ended | ended lies before created.",
      ],
      "OK,anna,requested,MAIN,2026-01-01,",
    );
  });

  test("of lending requests", async () => {
    await refuses(
      "lending_requests.csv",
      "request_id,partner,status,library,created,ended",
      [
        "N1,,shipped,MAIN,2026-01-01, | partner | partner is empty.",
        "N2,Bern,completed,MAIN,2026-01-01,9999-01-02 | ended | ended lies after today.",
        "N4,Bern,completed,MAIN,2026-01-02,2026-01-01 | ended | ended lies before created.",
        "N3,Bern,lost in post,MAIN,2026-01-01, | status | This is not one of requested, in_process, shipped, received, on_hold_shelf, overdue, returned, completed, cancelled, rejected, expired.",
      ],
      "OK,Bern,shipped,MAIN,2026-01-01,",
    );
  });
});

test("a note of a record without a patron is not stored, which is said with their number", async () => {
  await importLibrary();
  const header = "loan_id,primary_id,item_barcode,library,loan_date,return_date,note\n";
  const nobodys = (id: string, note: string) => `${id},,I1,MAIN,2026-01-01,2026-01-02,${note}\n`;
  const one = await importText(
    "loans.csv",
    `${header}${nobodys("N1", "Rang")}${nobodys("N2", "")}`,
  );
  expect(one.warnings).toEqual(["1 note of a loan without a patron was not stored."]);
  const two = await importText(
    "loans.csv",
    `${header}${nobodys("N1", "Rang")}${nobodys("N3", "Rang")}${nobodys("N4", "Came")}N5,anna,I1,MAIN,2026-01-01,,Rang\n`,
  );
  expect(two.warnings).toEqual(["2 notes of loans without a patron were not stored."]);
});
