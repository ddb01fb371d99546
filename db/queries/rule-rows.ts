import { asc, eq, max, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { anonymizationFamilies, anonymizationRules, ruleConditions } from "#db/schema/index.ts";
import { familyWords, type Family } from "#lib/families.ts";
import { Refusal, Stale } from "#lib/refusal.ts";
import { limits, ruleSchemaFor, type Condition, type Rule } from "#lib/rules.ts";

/** A rule as it is stored. */
export type SavedRule = Rule & { id: number };

/**
 * Holds a family's settings until the transaction ends: whoever changes its rules takes this first.
 * Without a version, as for a configuration file, whatever stands is replaced.
 */
export async function lockFamily(tx: Tx, family: Family, version?: number) {
  const [settings] = await tx
    .select()
    .from(anonymizationFamilies)
    .where(eq(anonymizationFamilies.family, family))
    .for("update");
  if (!settings) throw new Error(`the settings of ${family} are missing`);
  if (version !== undefined && version !== settings.version) {
    throw new Stale(`The ${familyWords[family].rules} were`);
  }
  return settings;
}

export const bumpVersion = (tx: Tx, family: Family) =>
  tx
    .update(anonymizationFamilies)
    .set({ version: sql`${anonymizationFamilies.version} + 1` })
    .where(eq(anonymizationFamilies.family, family));

/** Rules in order, of all families or of one. */
export async function readRules(tx: Tx, only?: Family): Promise<(SavedRule & { of: Family })[]> {
  const rules = await tx
    .select()
    .from(anonymizationRules)
    .where(only && eq(anonymizationRules.family, only))
    .orderBy(asc(anonymizationRules.family), asc(anonymizationRules.position));
  const conditions = await tx
    .select()
    .from(ruleConditions)
    .orderBy(asc(ruleConditions.ruleId), asc(ruleConditions.position));
  return rules.map(({ id, family, name, description, enabled, anonymize }) => {
    const when = conditions.filter(({ ruleId }) => ruleId === id).map(fromRow);
    const stored = { name, description, enabled, when, anonymize };
    return { ...ruleSchemaFor(family).parse(stored), id, of: family };
  });
}

/** A rule, where it stands from 0 on, and its family's whole list. */
export async function placeOf(tx: Tx, family: Family, id: number) {
  const list = await readRules(tx, family);
  const index = list.findIndex((rule) => rule.id === id);
  const found = list[index];
  if (!found) throw new Refusal("This rule was deleted by somebody else meanwhile.");
  const { of: _family, ...rule } = found;
  return { rule, index, list };
}

/** Puts a rule at `position`, from 1 on; what stands there and after it makes room. */
export async function insertRule(
  tx: Tx,
  family: Family,
  rule: Rule,
  position?: number,
): Promise<number> {
  const [last] = await tx
    .select({ position: max(anonymizationRules.position) })
    .from(anonymizationRules)
    .where(eq(anonymizationRules.family, family));
  const end = (last?.position ?? 0) + 1;
  if (end > limits.rules) {
    throw new Refusal(`A family takes at most ${limits.rules} rules. Delete one first.`);
  }
  const at = position ?? end;
  await tx
    .update(anonymizationRules)
    .set({ position: sql`${anonymizationRules.position} + 1` })
    .where(
      sql`${anonymizationRules.family} = ${family} AND ${anonymizationRules.position} >= ${at}`,
    );
  const { name, description, enabled, anonymize } = rule;
  const [inserted] = await tx
    .insert(anonymizationRules)
    .values({ family, position: at, name, description, enabled, anonymize })
    .returning({ id: anonymizationRules.id });
  if (!inserted) throw new Error("a rule was not stored");
  await insertConditions(tx, inserted.id, rule.when);
  return inserted.id;
}

export async function insertConditions(tx: Tx, ruleId: number, when: Condition[]): Promise<void> {
  await tx
    .insert(ruleConditions)
    .values(when.map((condition, index) => ({ ruleId, position: index + 1, ...toRow(condition) })));
}

type Row = typeof ruleConditions.$inferSelect;

const fromRow = ({ parameter, operator, number, codes, yes }: Row) => {
  const value = number ?? codes ?? yes;
  return value === null ? { parameter, operator } : { parameter, operator, value };
};

function toRow(condition: Condition) {
  const { parameter, operator } = condition;
  const value = "value" in condition ? condition.value : undefined;
  return {
    parameter,
    operator,
    number: typeof value === "number" ? value : null,
    codes: Array.isArray(value) ? value : null,
    yes: typeof value === "boolean" ? value : null,
  };
}
