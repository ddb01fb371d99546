import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { families } from "#lib/families.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeEveryFamily } from "../../test/every-family.ts";
import { aRuleList } from "../../test/generated.ts";
import type { AnonymizationSettings } from "./frozen.ts";
import { anonymizationOutlook } from "./outlook.ts";
import { previewAnonymization } from "./preview.ts";

let home: TestDatabase;
let db: Database;
let stands: AnonymizationSettings;

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeEveryFamily(home.pool);
  await home.pool.query("UPDATE console.anonymization_families SET records = true");
  stands = await db.transaction("lethe_web", readAnonymization);
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const asOf = "2024-08-05";
const both = (settings: AnonymizationSettings) =>
  db.transaction("lethe_web", async (tx) => ({
    outlook: await anonymizationOutlook(tx, settings, asOf),
    preview: await previewAnonymization(tx, { asOf, settings }),
  }));
const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

test("under any rules it tells what the preview tells, or that only the preview does", async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...families), fc.gen(), async (family, generated) => {
      const list = generated(() => aRuleList(family));
      const { outlook, preview } = await both({
        ...stands,
        [family]: { ...stands[family], ...list },
      });
      const [part] = outlook.filter((one) => one.family === family);
      const { records, heldBack, active } = preview.families[family];
      expect(part?.active).toBe(active);
      expect(sum(part?.finished.map(({ named }) => named) ?? [])).toBe(
        records + sum(heldBack.map((held) => held.records)),
      );
      if (!part?.isTold) return;
      told += 1;
      expect(sum(part.finished.map(({ taken }) => taken))).toBe(records);
    }),
    { numRuns: 60 },
  );
  expect(told).toBeGreaterThan(10);
});

test("the ages end where rules begin: of more than 30 days everything beyond the first age goes", async () => {
  const rule = {
    name: "30",
    description: "",
    enabled: true,
    when: [{ parameter: "daysSinceEnded", operator: ">", value: 30 } as const],
    anonymize: true,
  };
  const loans = { ...stands.loans, rules: [rule], default: false };
  const { rows } = await home.pool.query<{ day: string; after: string }>(
    `SELECT (min(ended_on) + 30)::text AS day, (min(ended_on) + 31)::text AS after
     FROM patron.loan_links WHERE finished AND user_id NOT IN (SELECT user_id FROM patron.held_users)`,
  );
  const loansAsOf = async (day = "") => {
    const outlook = await db.transaction("lethe_web", (tx) =>
      anonymizationOutlook(tx, { ...stands, loans }, day),
    );
    const finished = outlook.find(({ family }) => family === "loans")?.finished ?? [];
    const taken = finished.filter(({ taken }) => taken > 0).map(({ age }) => age);
    return { first: finished.find(({ age }) => age === "days30")?.named ?? 0, taken };
  };
  const thirtieth = await loansAsOf(rows[0]?.day);
  const after = await loansAsOf(rows[0]?.after);
  expect(thirtieth.taken).toEqual([]);
  expect(after.taken).toEqual(["days90"]);
  expect(after.first).toBeLessThan(thirtieth.first);
});

test("a rule that ranks a patron's loans is left to the preview", async () => {
  const when = [{ parameter: "loansToRetain", operator: "beyond", value: 5 }] as const;
  const rule = { name: "5", description: "", enabled: true, when: [...when], anonymize: true };
  const { outlook } = await both({ ...stands, loans: { ...stands.loans, rules: [rule] } });
  expect(outlook.map(({ isTold }) => isTold)).toEqual([false, true, true, true]);
});
