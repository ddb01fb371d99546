import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { families, type Family } from "#lib/families.ts";
import { ruleSchemaFor, type Rule, type RuleList } from "#lib/rules.ts";

const frozenRuleFor = (family: Family) =>
  ruleSchemaFor(family).extend({
    /** What a condition's codes stood for when the run was started: a later renaming changes nothing. */
    ids: z.array(z.array(z.number().int()).nullable()),
    /** From 1 on, in the whole list as the screen shows it. Runs of earlier versions have none. */
    place: z.int().positive().optional(),
  });

const frozenFamily = (family: Family) =>
  z.object({
    /** Cut the link of what the rules let go. */
    records: z.boolean(),
    /** Remove the note of what the rules let go. */
    notes: z.boolean(),
    /** Enabled rules only, in order. */
    rules: z.array(frozenRuleFor(family)),
    default: z.boolean(),
  });

/** Reads back what `freezeRules` wrote into a run. */
export const frozenAnonymization = z.object({
  families: z.object({
    loans: frozenFamily("loans"),
    fees: frozenFamily("fees"),
    requests: frozenFamily("requests"),
    borrowingRequests: frozenFamily("borrowingRequests"),
  }),
});

export type FrozenAnonymization = z.output<typeof frozenAnonymization>;
export type FrozenFamily = FrozenAnonymization["families"][Family];
export type FrozenRule = FrozenFamily["rules"][number];

/** Families of which anything is to go. */
export const included = (frozen: FrozenAnonymization): Family[] =>
  families.filter((family) => frozen.families[family].records || frozen.families[family].notes);

/** Where a rule stands among those that are switched off decides nothing. */
export const withoutPlaces = ({ families: frozen }: FrozenAnonymization) =>
  families.map((family) => ({
    ...frozen[family],
    rules: frozen[family].rules.map(({ place: _place, ...rule }) => rule),
  }));

export type AnonymizationSettings = Record<Family, RuleList & { records: boolean; notes: boolean }>;

/** Settings as they stand now, with every code resolved to its id. A code that does not exist matches nothing. */
export async function freezeRules(
  tx: Tx,
  settings: AnonymizationSettings,
): Promise<FrozenAnonymization> {
  const frozen = {} as Record<Family, FrozenFamily>;
  for (const family of families) {
    const { records, notes, rules, default: byDefault } = settings[family];
    frozen[family] = { records, notes, rules: [], default: byDefault };
    for (const [index, { name, description, enabled, when, anonymize }] of rules.entries()) {
      if (!enabled) continue;
      const ids = [];
      for (const condition of when) ids.push(await idsOf(tx, condition));
      const place = index + 1;
      frozen[family].rules.push({ name, description, enabled, when, anonymize, ids, place });
    }
  }
  return { families: frozen };
}

/** A rule names at most a handful of lists, so one small look-up each is enough. */
async function idsOf(tx: Tx, condition: Rule["when"][number]): Promise<number[] | null> {
  const query = {
    library: sql`SELECT id FROM record.libraries WHERE code = ANY(codes)`,
    location: sql`SELECT l.id FROM record.locations l JOIN record.libraries b ON b.id = l.library_id
      WHERE l.code = ANY(codes) OR b.code || ':' || l.code = ANY(codes)`,
    userGroup: sql`SELECT id FROM record.user_groups WHERE code = ANY(codes)`,
    statisticalCategory: sql`SELECT id FROM record.statistical_categories WHERE type || ':' || category = ANY(codes)`,
  };
  if (!(condition.parameter in query) || !("value" in condition)) return null;
  const { rows } = await tx.execute<{ ids: number[] }>(
    sql`SELECT array(${query[condition.parameter as keyof typeof query]} ORDER BY 1) AS ids
        FROM (SELECT ${sql.param(condition.value)}::text[] AS codes) AS listed`,
  );
  return rows[0]?.ids ?? [];
}
