import pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import { counts, freshLibrary, loan } from "./fresh-library.ts";

const { url, rows, value, importLibrary, importText, somebodyWaits } = freshLibrary();

describe("importing again", () => {
  beforeEach(() => importLibrary());
  const again = (line: string) =>
    importText(
      "loans.csv",
      `loan_id,primary_id,item_barcode,library,location,loan_date,return_date,note\n${line}\n`,
    );
  const L1 = "L1,anna,I1,MAIN,STACKS,2026-01-05";

  test("updates a linked loan, and leaves alone the columns that the file leaves out", async () => {
    expect(counts(await again(`${L1},2026-01-25,New note`))).toEqual([0, 1, 0, 0, 0]);
    expect(
      await rows(`SELECT r.ended_on::text, l.ended_on::text AS link, renewals, due_on::text, n.text, title FROM record.loans r JOIN patron.loan_links l ON l.loan_id = r.id
        JOIN patron.loan_notes n ON n.loan_id = r.id JOIN record.items i ON i.id = item_id WHERE source_number = 'L1'`),
    ).toEqual([
      {
        ended_on: "2026-01-25",
        link: "2026-01-25",
        renewals: 1,
        due_on: "2026-02-05",
        text: "New note",
        title: "Rivers",
      },
    ]);
  });

  test("makes a linked loan active again, and an empty note clears the note", async () => {
    expect(counts(await again(`${L1},,`))).toEqual([0, 1, 0, 0, 0]);
    expect(
      await rows("SELECT finished, ended_on FROM patron.loan_links WHERE source_number = 'L1'"),
    ).toEqual([{ finished: false, ended_on: null }]);
    expect(await value("SELECT count(*)::int FROM patron.loan_notes")).toBe(1);
  });

  test("brings nothing back of a loan that was cut", async () => {
    await rows("DELETE FROM patron.loan_links WHERE source_number = 'L1'");
    expect(counts(await again(`${L1},,Back`))).toEqual([0, 0, 0, 1, 0]);
    expect(
      await value("SELECT count(*)::int FROM patron.loan_links WHERE source_number = 'L1'"),
    ).toBe(0);
    expect(await value("SELECT count(*)::int FROM record.loans")).toBe(5);
  });

  test("leaves a note removed that a run removed", async () => {
    await rows(
      "UPDATE patron.loan_notes n SET text = NULL FROM patron.loan_links l WHERE l.loan_id = n.loan_id AND source_number = 'L1'",
    );
    const { files } = await importLibrary();
    expect(counts(files[1])).toEqual([0, 0, 4, 1, 0]);
    expect(counts(await again(`${L1},2026-01-26,Another`))).toEqual([0, 1, 0, 0, 0]);
    expect(
      await value(
        "SELECT text FROM patron.loan_notes n JOIN patron.loan_links USING (loan_id) WHERE source_number = 'L1'",
      ),
    ).toBeNull();
  });

  test("never moves a linked loan to another person", async () => {
    expect((await again("L1,boris,I1,MAIN,STACKS,2026-01-05,,")).rejects).toEqual([
      { line: 2, column: "primary_id", reason: "This loan belongs to another user." },
    ]);
  });

  test("of another source takes the same number as another loan", async () => {
    const report = await importText("loans.csv", loan("L1,anna,I1,MAIN,2026-01-05,"), {
      source: "sierra",
    });
    expect(counts(report)).toEqual([1, 0, 0, 0, 0]);
  });

  test("waits for a run that holds the link, and does not bring it back", async () => {
    const run = new pg.Client(url());
    await run.connect();
    await run.query("BEGIN");
    await run.query("DELETE FROM patron.loan_links WHERE source_number = 'L1'");
    const importing = again(`${L1},,`);
    await somebodyWaits();
    await run.query("COMMIT");
    await run.end();
    expect(counts(await importing)).toEqual([0, 0, 0, 1, 0]);
    expect(
      await value("SELECT count(*)::int FROM patron.loan_links WHERE source_number = 'L1'"),
    ).toBe(0);
  });

  test("updates users by primary ID whatever its case, and replaces their parts", async () => {
    const report = await importText(
      "users.csv",
      "primary_id,email,phone,statistics,roles\nANNA,new@example.org,,FAC:ARTS,PATRON\n",
    );
    expect(counts(report)).toEqual([0, 1, 0, 0, 0]);
    expect(
      await rows(`SELECT primary_id, last_name, (SELECT array_agg(email) FROM patron.user_emails WHERE user_id = u.id) AS emails,
        (SELECT count(*)::int FROM patron.user_phones WHERE user_id = u.id) AS phones, (SELECT array_agg(code) FROM patron.user_roles WHERE user_id = u.id) AS roles,
        (SELECT count(*)::int FROM patron.user_categories WHERE user_id = u.id) AS categories, (SELECT count(*)::int FROM patron.user_notes WHERE user_id = u.id) AS notes
        FROM patron.users u WHERE lower(primary_id) = 'anna'`),
    ).toEqual([
      {
        primary_id: "ANNA",
        last_name: "Keller",
        emails: ["new@example.org"],
        phones: 0,
        roles: ["PATRON"],
        categories: 1,
        notes: 1,
      },
    ]);
  });

  test("makes a new account for a purged primary ID, with nothing of the old", async () => {
    await rows(
      "UPDATE patron.users SET status = 'deleted', deleted_on = current_date, last_name = 'chloe', primary_id = NULL WHERE primary_id = 'chloe'",
    );
    const report = await importText("users.csv", "primary_id,last_name\nchloe,Lefèvre\n");
    expect([report.created, report.newAccountsForPurged]).toEqual([1, 1]);
    expect(
      await value(
        "SELECT count(*)::int FROM patron.loan_links JOIN patron.users u ON u.id = user_id WHERE u.primary_id = 'chloe'",
      ),
    ).toBe(0);
  });

  test("takes the internal ID that stands for a purged user's name for no primary ID of theirs", async () => {
    await rows(
      "UPDATE patron.users SET status = 'deleted', deleted_on = current_date, last_name = id::text, primary_id = NULL WHERE primary_id = 'chloe'",
    );
    const id = await value("SELECT id::text FROM patron.users WHERE status = 'deleted'");
    const report = await importText("users.csv", `primary_id,last_name\n${String(id)},Lefèvre\n`);
    expect([report.created, report.newAccountsForPurged]).toEqual([1, 0]);
  });

  test("lets two users swap their barcodes, and gives nobody another's", async () => {
    expect(
      counts(await importText("users.csv", "primary_id,barcode\nanna,B2\nboris,B1\n")),
    ).toEqual([0, 2, 0, 0, 0]);
    const report = await importText("users.csv", "primary_id,barcode\nchloe,b1\n");
    expect(report.rejects[0]?.reason).toBe("This barcode belongs to another user.");
  });
});
