import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { families, type Family } from "#lib/families.ts";
import type { Parameter } from "#lib/rules.ts";
import { cutOffDay } from "../engine/start.ts";
import { anonymizingPositions, decidingRule } from "./decision.ts";
import { freezeRules, type AnonymizationSettings, type FrozenFamily } from "./frozen.ts";

/** How long ago a finished record ended, as an overview tells it; null has no day of ending. */
export const ages = ["days30", "days90", "year1", "years3", "older", "noEndDate"] as const;
export type Age = (typeof ages)[number];

/** The first day of ending of each age, as days before the cut-off. */
const untilDays: [Age, number][] = [
  ["days30", 30],
  ["days90", 90],
  ["year1", 365],
  ["years3", 1095],
];

export interface FamilyOutlook {
  family: Family;
  /** Records in use, which the job never touches. */
  active: number;
  /** Finished records that name a patron, and how many of them a run now would cut. */
  finished: { age: Age; named: number; taken: number }[];
  /** False where a rule asks for what only a preview counts; `taken` is 0 then. */
  isTold: boolean;
}

/** What each link has with it; the rest asks other tables or ranks for every record. */
const cheap: readonly Parameter[] = [
  "daysSinceEnded",
  "library",
  "location",
  "userGroup",
  "statisticalCategory",
  "requestType",
];

/** Every link is read once, and decided by the rules where they ask for nothing else. */
export async function anonymizationOutlook(
  tx: Tx,
  settings: AnonymizationSettings,
  asOf?: string,
): Promise<FamilyOutlook[]> {
  const { cutOff } = await cutOffDay(tx, asOf);
  const frozen = await freezeRules(tx, settings);
  const told = [];
  for (const family of families) {
    told.push(await familyOutlook(tx, family, frozen.families[family], cutOff));
  }
  return told;
}

async function familyOutlook(
  tx: Tx,
  family: Family,
  frozen: FrozenFamily,
  cutOff: string,
): Promise<FamilyOutlook> {
  const { links } = familyTables[family];
  const isTold =
    !frozen.records ||
    frozen.rules.every(({ when }) => when.every(({ parameter }) => cheap.includes(parameter)));
  const { rows } = await tx.execute<{ age: Age | null; named: number; taken: number }>(sql`
    SELECT CASE WHEN ${links.finished} THEN ${ageOf(sql`${links.endedOn}`, cutOff)} END AS age,
      count(*)::float8 AS named,
      count(*) FILTER (WHERE ${links.finished} AND ${isTold ? goes(family, frozen, cutOff) : sql`false`})::float8 AS taken
    FROM ${links} GROUP BY 1`);
  return {
    family,
    isTold,
    active: rows.find(({ age }) => age === null)?.named ?? 0,
    finished: ages.map((age) => {
      const row = rows.find((found) => found.age === age);
      return { age, named: row?.named ?? 0, taken: row?.taken ?? 0 };
    }),
  };
}

function goes(family: Family, frozen: FrozenFamily, cutOff: string): SQL {
  const positions = anonymizingPositions(frozen);
  if (!frozen.records || positions.length === 0) return sql`false`;
  const rule = decidingRule(family, frozen, { cutOff, ranks: null });
  return sql`${rule} = ANY(${sql.param(positions)}::integer[])`;
}

const ageOf = (endedOn: SQL, cutOff: string): SQL => {
  const branches = untilDays.map(
    ([age, days]) => sql` WHEN ${endedOn} > ${cutOff}::date - ${sql.raw(String(days))} THEN ${age}`,
  );
  return sql`CASE WHEN ${endedOn} IS NULL THEN 'noEndDate'${sql.join(branches)} ELSE 'older' END`;
};
