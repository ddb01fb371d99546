import { beforeEach, describe, expect, test } from "vitest";
import { families } from "#lib/families.ts";
import { counts, wholeLibrary } from "./whole-library.ts";

/*
 * The whole way of all four families: import, run, and the same files again. What was forgotten does
 * not come back, whatever the file says.
 */

const { importAll, importLines, rows, settings, preview, run, statistics, linked, placesOf } =
  wholeLibrary();

/** Of finished records, each in its table: what a run with the notes boxes ticked removes. */
const finishedNotes = {
  "then came": "patron.loan_notes",
  "Paid by Boris": "patron.loan_notes",
  "paid in coins": "patron.fee_notes",
  "Anna comes on Friday": "patron.request_notes",
  "Anna's thesis": "patron.borrowing_notes",
};
const activeNotes = {
  "Boris disputes it": "patron.fee_notes",
  "Boris rings daily": "patron.borrowing_notes",
};

async function expectNotes(where: Record<string, string>, present: boolean) {
  for (const [text, table] of Object.entries(where))
    expect([text, await placesOf(text)]).toEqual([text, present ? [table] : []]);
}

const users = [0, 0, 3, 0, 0];
const lending = [0, 0, 2, 0, 0];

describe("records and notes", () => {
  beforeEach(() => settings(true, true));

  test("go from all four families; what is active stays, what names no end is held back", async () => {
    await expectNotes({ ...finishedNotes, ...activeNotes }, true);
    expect(await placesOf("OVERDUE")).toContain("pg_stats of record.fees");
    const before = await statistics();
    expect(await run()).toEqual({ records: 6, notes: 5 });
    expect(await linked()).toEqual({
      loan: "L2",
      fee: "F2 F3 F5",
      request: "R2 R3",
      borrowing: "B2",
    });
    expect(await statistics()).toEqual(before);
    await expectNotes(finishedNotes, false);
    await expectNotes(activeNotes, true);
    expect(
      await rows(
        "SELECT label, sum(count)::int AS n FROM console.job_counters WHERE measure = 'heldBack' GROUP BY label",
      ),
    ).toEqual([{ label: "No end date", n: 2 }]);
  });

  test("do not come back with the same files, nor with lines that say they are active again", async () => {
    await run();
    const after = await statistics();
    expect(await importAll()).toEqual({
      users,
      loans: [0, 0, 1, 4, 0],
      fees: [0, 0, 3, 2, 0],
      fee_transactions: [0, 0, 2, 1, 0],
      requests: [0, 0, 2, 2, 0],
      borrowing_requests: [0, 0, 1, 2, 0],
      lending_requests: lending,
    });
    const anonymized = [0, 0, 0, 1, 0];
    const again = [
      await importLines("loans.csv", ["L1,anna,I1,MAIN,STACKS,2026-01-05,,then came"]),
      await importLines("fees.csv", ["F1,anna,LOST,active,MAIN,9,9,2026-01-21,,,,,paid in coins"]),
      await importLines("fee_transactions.csv", ["F1,T9,payment,1,2026-01-26"]),
      await importLines("requests.csv", [
        "R1,anna,hold,placed,MAIN,DESK,2026-02-01,,I1,,,,Anna comes on Friday",
      ]),
      await importLines("borrowing_requests.csv", [
        "B1,anna,Basel,shipped,MAIN,2026-03-01,,Old maps,,,Anna's thesis",
      ]),
    ];
    expect(again.map(counts)).toEqual(again.map(() => anonymized));
    expect(await statistics()).toEqual(after);
    expect(await linked()).toEqual({
      loan: "L2",
      fee: "F2 F3 F5",
      request: "R2 R3",
      borrowing: "B2",
    });
    await expectNotes(finishedNotes, false);
  });

  test("leave a fee its transactions and its item, and no way to its loan", async () => {
    await settings(true, true, false);
    await rows(
      "UPDATE console.anonymization_families SET default_anonymize = true WHERE family = 'loans'",
    );
    await run();
    const fee = `SELECT k.loan_id, i.barcode, (SELECT count(*)::int FROM record.fee_transactions t WHERE t.fee_id = f.id) AS transactions
      FROM record.fees f LEFT JOIN patron.fee_links k ON k.fee_id = f.id JOIN record.items i ON i.id = f.item_id WHERE f.original_amount = 5`;
    expect(await rows(fee)).toEqual([{ loan_id: null, barcode: "I1", transactions: 1 }]);
    expect((await importAll()).fees).toEqual([0, 0, 4, 1, 0]);
    expect(await rows(fee)).toEqual([{ loan_id: null, barcode: "I1", transactions: 1 }]);
    await settings(true, true);
    await run();
    expect(await rows(fee)).toEqual([{ loan_id: null, barcode: "I1", transactions: 1 }]);
    expect(await linked()).toMatchObject({ fee: "F2 F3 F5" });
  });
});

describe("notes alone", () => {
  test("go, the links stay, and no file brings them back", async () => {
    await settings(false, true);
    expect(await run()).toEqual({ records: 0, notes: 5 });
    await expectNotes(finishedNotes, false);
    expect(await linked()).toMatchObject({
      loan: "L1 L2 L3 L5",
      fee: "F1 F2 F3 F5",
      borrowing: "B1 B2",
    });
    const again = await importAll();
    expect(again).toEqual({
      users,
      loans: [0, 0, 4, 1, 0],
      fees: [0, 0, 4, 1, 0],
      fee_transactions: [0, 0, 3, 0, 0],
      requests: [0, 0, 3, 1, 0],
      borrowing_requests: [0, 0, 2, 1, 0],
      lending_requests: lending,
    });
    await expectNotes(finishedNotes, false);
    const updated = await importLines("fees.csv", [
      "F1,anna,LOST,closed,MAIN,6,0,2026-01-21T10:00:00Z,2026-01-26,L1,,,paid in coins once more",
    ]);
    expect(counts(updated)).toEqual([0, 1, 0, 0, 0]);
    await expectNotes(finishedNotes, false);
    await expectNotes(activeNotes, true);
  });
});

describe("records alone", () => {
  test("leave their notes without a link, which go with the next run that takes notes and asks no rule", async () => {
    await settings(true, false);
    expect(await run()).toEqual({ records: 6, notes: 0 });
    await expectNotes(finishedNotes, true);
    await settings(true, true, false);
    const told = await preview();
    expect(families.map((family) => told.families[family].orphanedNotes)).toEqual([2, 1, 1, 1]);
    expect(await run()).toEqual({ records: 0, notes: 5 });
    await expectNotes(finishedNotes, false);
    await expectNotes(activeNotes, true);
  });

  test("a file that speaks of a cut record changes nothing of the note that was left", async () => {
    await settings(true, false);
    await run();
    await importLines("requests.csv", [
      "R1,anna,hold,completed,MAIN,DESK,2026-02-01,2026-02-03,I1,,,,Something else",
    ]);
    expect(await placesOf("Something else")).toEqual([]);
    await expectNotes({ "Anna comes on Friday": "patron.request_notes" }, true);
  });
});
