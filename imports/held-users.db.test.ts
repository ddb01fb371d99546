import { beforeEach, describe, expect, test } from "vitest";
import { emailed, identified, inXml, user } from "../test/alma-xml.ts";
import { annaXml } from "../test/anna.ts";
import { counts, freshLibrary } from "./fresh-library.ts";

const { hold, lines, rows, value, importText, importFamilies } = freshLibrary();
const importXml = (...users: string[]) => importText("users.xml", inXml(...users));
const kept = (what: string) => [`${what} what the file leaves out or empties.`];
const oneUser = kept("1 user on legal hold keeps");

describe("of a user on legal hold an import of users", () => {
  beforeEach(async () => {
    await importText("users.xml", annaXml);
    await hold("anna");
  });

  const account = () =>
    rows(
      `SELECT u.middle_name, u.expiry_date, u.user_group_id, ${[
        "user_identifiers",
        "user_addresses",
        "user_emails",
        "user_phones",
        "user_notes",
        "user_blocks",
        "user_roles",
        "user_categories",
        "user_proxies",
      ]
        .map(
          (table) =>
            `(SELECT json_agg(p ORDER BY p::text) FROM patron.${table} p WHERE user_id = u.id) AS ${table}`,
        )
        .join(", ")} FROM patron.users u WHERE primary_id = 'anna'`,
    );

  const emptied = user(
    "anna",
    `${["user_identifiers", "user_roles", "user_blocks", "user_notes", "user_statistics", "proxy_for_users", "middle_name", "user_group", "expiry_date"].map((name) => `<${name}/>`).join("")}<contact_info><addresses/><emails/><phones/></contact_info>`,
  );

  test("removes nothing that the file leaves out or empties, until the hold is released", async () => {
    const before = await account();
    const report = await importXml(emptied);
    expect([counts(report), report.warnings]).toEqual([[0, 0, 1, 0, 0], oneUser]);
    expect(await account()).toEqual(before);
    await rows("DELETE FROM patron.legal_hold_members");
    expect(counts(await importXml(emptied))).toEqual([0, 1, 0, 0, 0]);
    expect(await account()).toEqual([
      Object.fromEntries(Object.keys(before[0]).map((name) => [name, null])),
    ]);
  });

  test("changes what it says: another value comes beside the old one, a mark in its place", async () => {
    const changed = user(
      "anna",
      `<last_name>Meier</last_name>${emailed("new@example.org")}${identified(["BARCODE", "b1"], ["UNIV_ID", "U1", "INACTIVE"])}
      <user_roles><user_role><status>INACTIVE</status><role_type>32</role_type></user_role></user_roles>`,
    );
    const report = await importXml(changed);
    expect([counts(report), report.warnings]).toEqual([[0, 1, 0, 0, 0], oneUser]);
    expect(await lines("SELECT last_name FROM patron.users WHERE primary_id = 'anna'")).toEqual([
      "Meier",
    ]);
    expect(await lines("SELECT email, preferred FROM patron.user_emails ORDER BY 1")).toEqual([
      "anna@example.org | false",
      "anna@home.example.org | false",
      "new@example.org | true",
    ]);
    expect(
      await lines("SELECT type, value, active FROM patron.user_identifiers ORDER BY 1, 2"),
    ).toEqual(["BARCODE | B0 | false", "BARCODE | b1 | true", "UNIV_ID | U1 | false"]);
    expect(await lines("SELECT code, active FROM patron.user_roles ORDER BY 1")).toEqual([
      "200 | true",
      "32 | false",
      "51 | false",
    ]);
    expect(counts(await importXml(changed))).toEqual([0, 0, 1, 0, 0]);
  });

  test("gives no barcode to somebody else", async () => {
    const report = await importXml(
      user("anna", identified(["BARCODE", "B9"])),
      user("boris", identified(["BARCODE", "B1"])),
    );
    expect(report.rejects).toMatchObject([{ reason: "This barcode belongs to another user." }]);
    expect(counts(report)).toEqual([0, 1, 0, 0, 1]);
  });

  test("says nothing of whom it takes nothing from", async () => {
    expect((await importText("users.xml", annaXml)).warnings).toBeUndefined();
    expect((await importXml(user("boris", "<last_name/>"))).warnings).toBeUndefined();
    expect(await value("SELECT last_name FROM patron.users WHERE primary_id = 'boris'")).toBeNull();
  });
});

test("of a user on legal hold an import of records and letters empties no note and no letter", async () => {
  await importFamilies();
  const header = "letter_id,primary_id,letter_code,created,subject,body\n";
  await importText(
    "letters.csv",
    `${header}L1,anna,A,2026-01-05,Loan,Dear Anna\nL2,BORIS,A,2026-01-05,Loan,Dear Boris\n`,
  );
  await hold("anna");
  const fees = await importText(
    "fees.csv",
    "fee_id,primary_id,type,status,library,original_amount,created,closed,comment\nF1,anna,OVERDUE,closed,MAIN,5,2026-01-21,2026-01-25,\nF2,boris,LOST,active,LAW,80,2026-04-02,,\nF3,anna,OVERDUE,active,MAIN,2.5,2026-02-10,,Anew\n",
  );
  expect(fees.warnings).toEqual(kept("1 fee of a user on legal hold keeps"));
  expect(
    await lines(
      "SELECT source_number, text FROM patron.fee_notes JOIN patron.fee_links USING (fee_id) ORDER BY 1",
    ),
  ).toEqual(["F1 | Anna Keller paid in coins", "F3 | Anew"]);
  const letters = await importText(
    "letters.csv",
    `${header}L1,anna,A,2026-01-05,Anew,\nL2,BORIS,A,2026-01-05,,\n`,
  );
  expect(letters.warnings).toEqual(kept("1 letter of a user on legal hold keeps"));
  expect(await lines("SELECT source_number, subject, body FROM patron.letters ORDER BY 1")).toEqual(
    ["L1 | Anew | Dear Anna", "L2 | - | -"],
  );
});
