import { beforeEach, describe, expect, test } from "vitest";
import { counts, freshLibrary } from "./fresh-library.ts";

const { rows, value, importFamilies, importText } = freshLibrary();

describe("a linked record keeps what a file leaves out", () => {
  beforeEach(async () => {
    await importFamilies();
  });
  const fees = (lines: string, columns = "") =>
    importText(
      "fees.csv",
      `fee_id,primary_id,type,status,library,original_amount,created${columns}\n${lines}\n`,
    );
  const fee = (number: string) =>
    rows(
      `SELECT status, balance, f.ended_on::text AS ended, k.finished FROM record.fees f JOIN patron.fee_links k ON fee_id = f.id WHERE source_number = '${number}'`,
    );

  test("a fee's balance stays while it is open, falls to nothing when it is closed, and is whole when it is opened again", async () => {
    expect(counts(await fees("F2,boris,LOST,exported,LAW,80,2026-04-02"))).toEqual([0, 1, 0, 0, 0]);
    expect(await fee("F2")).toEqual([
      { status: "exported", balance: "60.50", ended: null, finished: false },
    ]);
    const closing = await fees("F2,boris,LOST,closed,LAW,80,2026-04-02");
    expect(counts(closing)).toEqual([0, 1, 0, 0, 0]);
    expect(closing.warnings).toEqual([
      "1 closed fee has no day of closing (line 2); every rule holds it back.",
    ]);
    expect(await fee("F2")).toEqual([
      { status: "closed", balance: "0.00", ended: null, finished: true },
    ]);
    expect(counts(await fees("F1,anna,OVERDUE,active,MAIN,5,2026-01-21T10:00:00Z"))).toEqual([
      0, 1, 0, 0, 0,
    ]);
    expect(await fee("F1")).toEqual([
      { status: "active", balance: "5.00", ended: null, finished: false },
    ]);
  });

  test("a balance that stays may not be above a new original amount", async () => {
    expect((await fees("F2,boris,LOST,active,LAW,50,2026-04-02")).rejects).toEqual([
      { line: 2, column: "balance", reason: "The balance 60.50 is above the original amount 50." },
    ]);
  });

  test("a fee keeps its end while it stays closed, and its loan and item while the file names none", async () => {
    expect(counts(await fees("F1,anna,OVERDUE,closed,MAIN,6,2026-01-21T10:00:00Z"))).toEqual([
      0, 1, 0, 0, 0,
    ]);
    expect(await fee("F1")).toEqual([
      { status: "closed", balance: "0.00", ended: "2026-01-25", finished: true },
    ]);
    await fees("F1,anna,OVERDUE,closed,MAIN,6,2026-01-21T10:00:00Z,", ",loan_id");
    expect(
      await rows(
        "SELECT loan_id, item_id IS NOT NULL AS item FROM patron.fee_links JOIN record.fees f ON f.id = fee_id WHERE source_number = 'F1'",
      ),
    ).toEqual([{ loan_id: null, item: true }]);
  });

  test("a fee of a loan that was anonymized names no loan, and one of a forgotten loan is taken", async () => {
    await rows("UPDATE patron.fee_links SET loan_id = NULL");
    await rows("DELETE FROM patron.loan_links WHERE source_number = 'L1'");
    const report = await fees(
      "F1,anna,OVERDUE,closed,MAIN,5,2026-01-21T10:00:00Z,L1\nF9,anna,OVERDUE,active,MAIN,5,2026-01-21,L1",
      ",loan_id",
    );
    expect(counts(report)).toEqual([1, 0, 1, 0, 0]);
    expect(
      await rows(
        "SELECT source_number AS n, loan_id, item_id IS NOT NULL AS item FROM patron.fee_links JOIN record.fees f ON f.id = fee_id WHERE source_number IN ('F1', 'F9') ORDER BY 1",
      ),
    ).toEqual([
      { n: "F1", loan_id: null, item: true },
      { n: "F9", loan_id: null, item: false },
    ]);
  });

  test("a request moves to another library only with its location", async () => {
    const moving = await importText(
      "requests.csv",
      "request_id,primary_id,type,status,library,created\nR1,anna,hold,completed,LAW,2026-02-01\n",
    );
    expect(moving.rejects).toEqual([
      {
        line: 2,
        column: "library",
        reason:
          "This request moves to another library; the file needs a location column to say where.",
      },
    ]);
  });

  test("a request that becomes active again has no end, and its type moves on record and link alike", async () => {
    const again = await importText(
      "requests.csv",
      "request_id,primary_id,type,status,library,location,created\nR1,anna,booking,placed,MAIN,DESK,2026-02-01T09:00:00Z\n",
    );
    expect(counts(again)).toEqual([0, 1, 0, 0, 0]);
    expect(
      await rows(
        "SELECT type, request_type AS link, r.ended_on, k.ended_at, finished FROM record.requests r JOIN patron.request_links k ON request_id = r.id WHERE source_number = 'R1'",
      ),
    ).toEqual([
      { type: "booking", link: "booking", ended_on: null, ended_at: null, finished: false },
    ]);
  });

  test.each([
    [
      "fees.csv",
      "fee_id,primary_id,type,status,library,original_amount,created",
      "F1,boris,OVERDUE,closed,MAIN,5,2026-01-21",
      "This fee belongs to another user.",
    ],
    [
      "requests.csv",
      "request_id,primary_id,type,status,library,location,created",
      "R1,boris,hold,completed,MAIN,DESK,2026-02-01",
      "This request belongs to another user.",
    ],
    [
      "borrowing_requests.csv",
      "request_id,primary_id,status,library,created",
      "B1,boris,completed,MAIN,2026-03-01",
      "This borrowing request belongs to another user.",
    ],
  ])("never another person: %s", async (file, header, line, reason) => {
    const { rejects } = await importText(file, `${header}\n${line}\n`);
    expect(rejects).toEqual([{ line: 2, column: "primary_id", reason }]);
  });

  test("a line without a primary ID cuts no link, and says so", async () => {
    const report = await importText(
      "borrowing_requests.csv",
      "request_id,primary_id,status,library,created\nB1,,completed,MAIN,2026-03-01\n",
    );
    expect(report.warnings).toEqual([
      "1 linked borrowing request has no primary ID in the file; an import cuts no link.",
    ]);
    expect(await value("SELECT count(*)::int FROM patron.borrowing_links")).toBe(2);
  });
});
