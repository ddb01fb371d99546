import { sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { requestLinks } from "#db/schema/index.ts";
import { families, type Family } from "#lib/families.ts";
import type { Parameter } from "#lib/rules.ts";
import { cutOffDay } from "../engine/start.ts";
import { decidingRule, isHeld, letsGo } from "./decision.ts";
import { freezeRules, type AnonymizationSettings, type FrozenFamily } from "./frozen.ts";

/** How long ago a finished record ended, as an overview tells it; null has no day of ending. */
export const ages = ["days30", "days90", "year1", "years3", "older", "noEndDate"] as const;
export type Age = (typeof ages)[number];

/** The last day of each age, as days since the end: the last that a rule of more than so many days keeps. */
const untilDays: [Age, number][] = [
  ["days30", 30],
  ["days90", 90],
  ["year1", 365],
  ["years3", 1095],
];

type Ages = { age: Age; named: number; taken: number };

export interface FamilyOutlook {
  family: Family;
  /** Records in use, which the job never touches. */
  active: number;
  /** Finished records that name a patron, and how many of them a run now would cut. */
  finished: Ages[];
  /** False where a rule asks for what only a preview counts; `taken` is 0 then. */
  isTold: boolean;
}

/** What each link has with it; the rest asks other tables or ranks for every record. */
const columns: Partial<Record<Parameter, (family: Family) => PgColumn>> = {
  daysSinceEnded: (family) => familyTables[family].links.endedOn,
  library: (family) => familyTables[family].links.libraryId,
  location: (family) => familyTables[family].links.locationId,
  userGroup: (family) => familyTables[family].links.profileId,
  statisticalCategory: (family) => familyTables[family].links.profileId,
  requestType: () => requestLinks.requestType,
};

/** Every link is read once, and decided by the rules where they ask for nothing but what it has. */
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
  const asked = frozen.rules.flatMap(({ when }) => when.map(({ parameter }) => columns[parameter]));
  const isTold = !frozen.records || asked.every((column) => column !== undefined);
  const decides = frozen.records && isTold;
  const grouped = new Set([
    links.endedOn,
    ...(decides ? asked.flatMap((column) => column?.(family) ?? []) : []),
  ]);
  // Grouped by what is stored first: a rule is then asked of some thousand groups, not of each link.
  const { rows } = await tx.execute<Ages & { active: number }>(sql`
    SELECT ${ageOf(sql`ended_on`, cutOff)} AS age, sum(links - active)::float8 AS named,
      sum(active)::float8 AS active, coalesce(sum(links - active - held) FILTER (WHERE goes), 0)::float8 AS taken
    FROM (SELECT ${links.endedOn} AS ended_on, count(*) AS links,
        count(*) FILTER (WHERE NOT ${links.finished}) AS active,
        ${decides ? sql`count(*) FILTER (WHERE ${links.finished} AND ${isHeld(family)})` : sql`0`} AS held,
        ${decides ? goes(family, frozen, cutOff) : sql`false`} AS goes
      FROM ${links} GROUP BY ${sql.join([...grouped], sql`, `)}) AS grouped
    GROUP BY 1`);
  return {
    family,
    isTold,
    active: rows.reduce((sum, { active }) => sum + active, 0),
    finished: ages.map((age) => {
      const { named, taken } = rows.find((row) => row.age === age) ?? { named: 0, taken: 0 };
      return { age, named, taken };
    }),
  };
}

function goes(family: Family, frozen: FrozenFamily, cutOff: string): SQL {
  // Whoever is held is counted in the group.
  const rule = decidingRule(family, frozen, { cutOff, isBeyond: null, held: sql`false` });
  return letsGo(frozen, rule);
}

const ageOf = (endedOn: SQL, cutOff: string): SQL => {
  const branches = untilDays.map(
    ([age, days]) =>
      sql` WHEN ${endedOn} >= ${cutOff}::date - ${sql.raw(String(days))} THEN ${age}`,
  );
  return sql`CASE WHEN ${endedOn} IS NULL THEN 'noEndDate'${sql.join(branches)} ELSE 'older' END`;
};
