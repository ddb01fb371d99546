import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { saveSchedule } from "#db/queries/schedules.ts";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { anonymizeAfter, makeManyLoans, readFacts } from "../test/many-loans.ts";
import { previewAnonymization } from "./anonymize/preview.ts";
import { samplePreview } from "./anonymize/sample.ts";
import { forecast } from "./forecast.ts";

let home: TestDatabase;
let db: Database;
beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeManyLoans(home.pool, 5_000);
  await anonymizeAfter(home.pool, 60);
  await home.pool.query(
    "UPDATE patron.users SET primary_id = '48' || lpad(id::text, 4, '0') || '1', last_name = 'Adams ' || id",
  );
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const count = async (text: string) =>
  Number((await home.pool.query<{ n: string }>(text)).rows[0]?.n);

test("what the next run would remove is counted to its own day, and changes nothing", async () => {
  const before = await readFacts(home.pool);
  const asked = () => db.transaction("lethe_web", (tx) => forecast(tx, "anonymization"));
  expect(await asked()).toMatchObject({ nextRunLocal: null, removes: null });
  await db.transaction("lethe_web", (tx) =>
    saveSchedule(tx, {
      job: "anonymization",
      active: true,
      schedule: { every: "day", at: "02:00" },
    }),
  );
  await home.pool.query(
    "UPDATE console.schedules SET next_run_at = now() + interval '10 days' WHERE job = 'anonymization'",
  );
  const due =
    "WHERE l.ended_on < (SELECT next_run_at::date FROM console.schedules WHERE job = 'anonymization') - 60";
  const links = await count(`SELECT count(*) AS n FROM patron.loan_links l ${due}`);
  const notes = await count(
    `SELECT count(*) AS n FROM patron.loan_notes JOIN patron.loan_links l USING (loan_id) ${due}`,
  );
  expect((await asked())?.removes).toBe(links + notes);
  expect(await readFacts(home.pool)).toEqual(before);
});

const sampled = (withPatrons: boolean) =>
  db.transaction("lethe_web", async (tx) => {
    await previewAnonymization(tx);
    return samplePreview(tx, "loans", withPatrons);
  });

test("a sample is of records that would go, from several places, and of no known patron", async () => {
  const sample = await sampled(false);
  expect(sample).toHaveLength(3);
  expect(new Set(sample.map(({ library }) => library)).size).toBe(3);
  for (const { id, patron } of sample) {
    expect(patron).toBeNull();
    expect(
      await count(
        `SELECT count(*) AS n FROM patron.loan_links WHERE loan_id = ${id} AND ended_on < current_date - 60`,
      ),
    ).toBe(1);
  }
});

test("who may see users sees a patron by a letter and two digits", async () => {
  for (const { patron } of await sampled(true)) expect(patron).toBe("A••• 4••1");
});

test("a rule that takes nothing is told of with its nought", async () => {
  await home.pool.query(
    `WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize) VALUES ('loans', 2, 'Same again', true) RETURNING id)
     INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number) SELECT id, 1, 'daysSinceEnded', '>', 60 FROM rule`,
  );
  const { families } = await db.transaction("lethe_web", (tx) => previewAnonymization(tx));
  expect(families.loans.byRule).toEqual([
    { rule: "Old loans", records: families.loans.records },
    { rule: "Same again", records: 0 },
  ]);
});
