import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { families } from "#lib/families.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { keepRecent, makeEveryFamily } from "../../test/every-family.ts";
import { previewAnonymization } from "./preview.ts";
import { samplePreview } from "./sample.ts";

let home: TestDatabase;
let db: Database;
beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeEveryFamily(home.pool);
  await keepRecent(home.pool, 600);
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const sql = async (text: string) => (await home.pool.query<{ n: number }>(text)).rows[0]?.n;
const tick = (records: boolean, notes: boolean) =>
  home.pool.query(
    `UPDATE console.anonymization_families SET records = ${records}, notes = ${notes}`,
  );
const preview = () => db.transaction("lethe_web", (tx) => previewAnonymization(tx));
const sum = <Row>(rows: readonly Row[], of: (row: Row) => number) =>
  rows.reduce((total, row) => total + of(row), 0);

describe.each([
  ["neither box", false, false],
  ["the notes' box alone", false, true],
  ["the records' box alone", true, false],
  ["both boxes", true, true],
])("with %s ticked", (_, records, notes) => {
  test("every table of a family tells what its totals tell", async () => {
    await tick(records, notes);
    const told = await preview();
    for (const family of families) {
      const found = told.families[family];
      const links = await sql(
        `SELECT count(*)::int AS n FROM patron.${family === "borrowingRequests" ? "borrowing" : family.slice(0, -1)}_links`,
      );
      const going = records ? found.records : found.notes;
      expect(sum(found.byRule, (row) => row.records)).toBe(going);
      expect(sum(found.byLibrary, (row) => row.records)).toBe(going);
      expect(sum(found.byUserGroup, (row) => row.records)).toBe(going);
      const held = sum(found.heldBack, (row) => row.records);
      expect(sum(found.byLibrary, (row) => row.heldBack)).toBe(held);
      expect(sum(found.byUserGroup, (row) => row.heldBack)).toBe(held);
      // Each record has a note here.
      expect(going + held + found.active).toBe(links);
      expect(found.oldest === null).toBe(going === 0);
      if (!records && !notes) expect(found.heldBack.at(-1)?.reason).toBe("Neither box is ticked");
    }
    expect(told.confirm).toBe(
      sum(families, (family) => told.families[family].records + told.families[family].notes),
    );
  });
});

describe("what could still suggest a person", () => {
  const loans = async () => (await preview()).families.loans.suggestive;
  const persons = (ids: number[]) =>
    home.pool.query(`
      INSERT INTO patron.users (id, primary_id) OVERRIDING SYSTEM VALUE SELECT id, 'P' || id FROM unnest('{${ids.join()}}'::bigint[]) id ON CONFLICT DO NOTHING;
      WITH profile AS (INSERT INTO record.profiles (user_group_id, category_ids) VALUES (1, '{${ids.length},99}') RETURNING id),
        numbered AS (SELECT loan_id, row_number() OVER (ORDER BY loan_id) - 1 AS n FROM patron.loan_links WHERE finished LIMIT 10)
      UPDATE patron.loan_links k SET user_id = ('{${ids.join()}}'::bigint[])[1 + n % ${ids.length}], profile_id = profile.id
      FROM numbered, profile WHERE numbered.loan_id = k.loan_id`);

  test("is a profile of four persons, and not one of five, whatever their numbers are", async () => {
    await tick(true, true);
    const before = (await loans()).smallProfiles;
    // All of one remainder by 64.
    await persons([1001, 1065, 1129, 1193, 1257]);
    expect((await loans()).smallProfiles).toBe(before);
    await persons([1001, 1065, 1129, 1193]);
    expect((await loans()).smallProfiles).toBe(before + 10);
  });

  test("is a request of the item that stays linked and began or ended on a day of the loan", async () => {
    await tick(true, true);
    await home.pool.query(
      "UPDATE console.anonymization_families SET records = false, notes = false WHERE family = 'requests'",
    );
    const [loan] = (
      await home.pool.query<{ id: string; loaned_on: string }>(
        "SELECT id, loaned_on::text FROM record.loans WHERE ended_on IS NOT NULL ORDER BY id LIMIT 1",
      )
    ).rows;
    await home.pool.query(
      `INSERT INTO record.items (id, barcode) OVERRIDING SYSTEM VALUE VALUES (777, 'I777');
       UPDATE record.loans SET item_id = 777 WHERE id = ${loan?.id}`,
    );
    const told = async (created: string, ended: string) => {
      await home.pool.query(
        `UPDATE record.requests SET item_id = 777, created_on = DATE '${loan?.loaned_on}' + ${created}, ended_on = DATE '${loan?.loaned_on}' + ${ended} WHERE id = 2`,
      );
      return (await loans()).sameItemAndDay;
    };
    expect(await told("-9", "-1")).toBe(0);
    expect(await told("0", "3")).toBe(1);
    expect(await told("-9", "0")).toBe(1);
  });

  test("is a letter that is kept", async () => {
    expect((await preview()).lettersKept).toBe(0);
    await home.pool.query(`
      SELECT patron.make_letter_month(current_date);
      INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent)
      SELECT 1, code, 'email', now(), current_date, true FROM console.letter_types LIMIT 3`);
    expect((await preview()).lettersKept).toBe(3);
  });
});

test("where only notes would go, days and examples are of what has one, and no link suggests anybody", async () => {
  await tick(false, true);
  await home.pool.query(`
    DELETE FROM patron.loan_notes WHERE loan_id NOT IN
      (SELECT loan_id FROM patron.loan_links WHERE finished ORDER BY ended_on, loan_id LIMIT 20 OFFSET 40)`);
  const { preview: told, sample } = await db.transaction("lethe_web", async (tx) => ({
    preview: await previewAnonymization(tx),
    sample: await samplePreview(tx, "loans", false),
  }));
  const { rows } = await home.pool.query<{ id: number; ended: string }>(
    "SELECT loan_id::int AS id, ended_on::text AS ended FROM patron.loan_notes JOIN patron.loan_links USING (loan_id) ORDER BY ended_on",
  );
  const { loans } = told.families;
  expect(loans).toMatchObject({ records: 0, notes: 20 });
  expect([loans.oldest, loans.newest]).toEqual([rows[0]?.ended, rows.at(-1)?.ended]);
  expect(sample.length).toBeGreaterThan(0);
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(sample.map(({ id }) => id)));
  expect(loans.suggestive).toEqual({ smallProfiles: 0, sameItemAndDay: 0, itemOnOpenFee: 0 });
});

test("two rules of one name are told apart by their places in the whole list, as on its screen", async () => {
  await tick(true, true);
  await home.pool.query(`
    WITH rules AS (INSERT INTO console.anonymization_rules (family, position, name, enabled, anonymize)
      VALUES ('loans', 2, 'Off', false, true), ('loans', 3, 'Same', true, true), ('loans', 4, 'Same', true, true) RETURNING id)
    INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number)
      SELECT id, 1, 'daysSinceEnded', '>', 36000 FROM rules`);
  const { byRule } = (await preview()).families.loans;
  expect(byRule.map(({ rule }) => rule)).toEqual([
    "Same (rule 3)",
    "Same (rule 4)",
    "Default rule",
  ]);
});
