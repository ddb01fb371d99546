import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import type { OverLimit } from "#lib/limit-of-one.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { keepRecent, makeEveryFamily } from "../../test/every-family.ts";
import { previewAnonymization } from "./preview.ts";

let home: TestDatabase;
let db: Database;
beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeEveryFamily(home.pool);
  await keepRecent(home.pool, 600);
  // Half of the finished loans have no note.
  await home.pool.query(`
    DELETE FROM patron.loan_notes WHERE loan_id % 4 = 0;
    UPDATE console.run_limits SET share_of_one_percent = 1, share_of_one_from = 5, most_of_one = 1`);
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

/** All of them are beyond both limits. */
const rows = async (text: string) =>
  (await home.pool.query<Omit<OverLimit, "beyond">>(text)).rows.map((row): OverLimit => ({
    ...row,
    beyond: ["percent", "most"],
  }));
const told = async () =>
  (await db.transaction("lethe_web", (tx) => previewAnonymization(tx))).limitOfOne?.over ?? [];
const inOrder = (over: OverLimit[]) =>
  over.toSorted((a, b) => `${a.kind} ${a.code}`.localeCompare(`${b.kind} ${b.code}`));

/** The finished, linked records of a family, or those with a note, asked of the tables in the plainest way. */
const finished = (name: string, only = "") =>
  `SELECT library_id, profile_id, ended_on <= current_date - 600 AS goes FROM patron.${name}_links k WHERE finished ${only}`;
const noted = "AND EXISTS (SELECT FROM patron.loan_notes n WHERE n.loan_id = k.loan_id)";

test.each([
  [
    "records of every family",
    "true",
    ["loan", "fee", "request", "borrowing"].map((one) => finished(one)),
  ],
  [
    "records of two of them",
    "family IN ('fees', 'requests')",
    ["fee", "request"].map((one) => finished(one)),
  ],
  ["records with a note, where the notes' box alone is ticked", "NULL", [finished("loan", noted)]],
])("%s are counted together, by library and by user group", async (_, records, counted) => {
  await home.pool.query(
    `UPDATE console.anonymization_families SET records = coalesce(${records}, false), notes = ${records} IS NULL AND family = 'loans'`,
  );
  const sums = `count(*) FILTER (WHERE goes)::int AS takes, count(*)::int AS total FROM (${counted.join(" UNION ALL ")}) d`;
  const libraries = await rows(
    `SELECT 'library' AS kind, l.code, ${sums} JOIN record.libraries l ON l.id = library_id GROUP BY l.code`,
  );
  const groups = await rows(
    `SELECT 'userGroup' AS kind, coalesce(g.code, '') AS code, ${sums} JOIN record.profiles p ON p.id = profile_id
     LEFT JOIN record.user_groups g ON g.id = p.user_group_id GROUP BY g.code`,
  );
  expect(groups.map(({ code }) => code)).toContain("");
  expect(inOrder(await told())).toEqual(inOrder([...libraries, ...groups]));
});

test("with no box ticked nothing would go of anyone", async () => {
  await home.pool.query("UPDATE console.anonymization_families SET records = false, notes = false");
  expect(await told()).toEqual([]);
});
