import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { readAnonymization, replaceRules } from "#db/queries/anonymization.ts";
import { families, type Family } from "#lib/families.ts";
import type { RuleList } from "#lib/rules.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeEveryFamily } from "../../test/every-family.ts";
import { aRuleList } from "../../test/generated.ts";
import { compareRules, type Comparison, type Side } from "./compare.ts";
import { previewAnonymization, type FamilyPreview } from "./preview.ts";

let home: TestDatabase;
let db: Database;

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeEveryFamily(home.pool);
  await home.pool.query("UPDATE console.anonymization_families SET records = true");
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

/** A day on which some of the generated thresholds turn for the records of every family. */
const asOf = "2024-08-05";

const compare = (family: Family, draft: RuleList) =>
  db.transaction("lethe_web", (tx) => compareRules(tx, family, draft, { asOf }));
const save = (family: Family, list: RuleList) =>
  db.transaction("lethe_web", (tx) => replaceRules(tx, family, list));

async function preview(family: Family, draft?: RuleList): Promise<FamilyPreview> {
  const { families: told } = await db.transaction("lethe_web", async (tx) => {
    const stands = await readAnonymization(tx);
    const settings = { ...stands, [family]: { ...stands[family], ...draft } };
    return previewAnonymization(tx, { asOf, ...(draft && { settings }) });
  });
  return told[family];
}

const sum = (counts: { records: number }[]) =>
  counts.reduce((total, { records }) => total + records, 0);

function isSide(side: Side, told: FamilyPreview): void {
  expect(side.goes).toBe(told.records);
  expect(side.stays).toBe(sum(told.heldBack));
  const decided = (anonymize: boolean) =>
    side.byRule
      .filter((rule) => rule.anonymize === anonymize && rule.records > 0)
      .map(({ records }) => records);
  expect(decided(true)).toEqual(told.byRule.map(({ records }) => records).filter(Boolean));
  expect([side.noEndDate, ...decided(false)].filter(Boolean)).toEqual(
    told.heldBack.map(({ records }) => records),
  );
}

/** What a table says of one side, without what it says nothing of. */
const counted = (rows: [string, number][]) => rows.filter(([, records]) => records > 0);

function areTables(told: Comparison, saved: FamilyPreview, draft: FamilyPreview): void {
  for (const [side, whole] of [
    ["saved", saved],
    ["draft", draft],
  ] as const) {
    expect(counted(told.byLibrary.map((row) => [row.library, row[side]]))).toEqual(
      counted(whole.byLibrary.map((row) => [row.library, row.records])),
    );
    expect(counted(told.byUserGroup.map((row) => [row.userGroup, row[side]]))).toEqual(
      counted(whole.byUserGroup.map((row) => [row.userGroup, row.records])),
    );
  }
}

test.each(families)(
  "both sides of a comparison of %s are what the previews of the two lists say",
  async (family) => {
    await fc.assert(
      fc.asyncProperty(aRuleList(family), aRuleList(family), async (saved, draft) => {
        await save(family, saved);
        const told = await compare(family, draft);
        const [ofSaved, ofDraft] = [await preview(family), await preview(family, draft)];
        isSide(told.saved, ofSaved);
        isSide(told.draft, ofDraft);
        areTables(told, ofSaved, ofDraft);
        expect(told.draft.goes - told.saved.goes).toBe(sum(told.starts) - sum(told.stops));
      }),
      { numRuns: 12, endOnFailure: true },
    );
  },
  120_000,
);

const rule = (name: string, library: string[], anonymize: boolean, enabled = true) => ({
  name,
  description: "",
  enabled,
  when: [{ parameter: "library" as const, operator: "in" as const, value: library }],
  anonymize,
});

test("a rule that decides nothing tells who takes what it matches, by places in the whole list", async () => {
  await save("loans", { rules: [], default: false });
  const told = await compare("loans", {
    rules: [
      rule("off", ["MAIN"], true, false),
      rule("first", ["MAIN"], false),
      rule("second", ["ARCH"], true),
      rule("idle", ["MAIN", "ARCH"], true),
      rule("nowhere", ["NOSUCH"], true),
    ],
    default: false,
  });
  const idle = told.draft.byRule.map(({ place, idle: why }) => [place, why]);
  const [first, second] = [told.draft.byRule[0], told.draft.byRule[1]];
  expect(idle).toEqual([
    [2, null],
    [3, null],
    [4, { matches: (first?.records ?? 0) + (second?.records ?? 0), takenBy: [2, 3] }],
    [5, { matches: 0, takenBy: [] }],
    [null, null],
  ]);
  expect(told.starts).toEqual([{ keptBy: null, records: second?.records }]);
  expect(told.stops).toEqual([]);
});

test("what the draft would keep is told by the rule that keeps it", async () => {
  await save("fees", { rules: [rule("all of MAIN", ["MAIN"], true)], default: true });
  const told = await compare("fees", {
    rules: [rule("off", ["LAW"], false, false), rule("MAIN stays", ["MAIN"], false)],
    default: true,
  });
  expect(told.stops).toEqual([{ keptBy: 2, records: told.saved.byRule[0]?.records }]);
  expect(told.starts).toEqual([]);
});
