import { eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { anonymizationRules, ruleConditions } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import type { Family } from "#lib/families.ts";
import { copyName } from "#lib/copy-name.ts";
import { limits, type Rule } from "#lib/rules.ts";
import {
  bumpVersion,
  insertConditions,
  insertRule,
  lockFamily,
  placeOf,
  type SavedRule,
} from "./rule-rows.ts";

/** Which rule, and the version of its family that the person saw. */
export interface RuleKey {
  family: Family;
  version: number;
  id: number;
}

/** The new rule stands after all others, before the default rule. */
export async function addRule(
  tx: Tx,
  input: { family: Family; version: number; rule: Rule },
): Promise<Change> {
  const { family, version, rule } = input;
  await lockFamily(tx, family, version);
  const id = await insertRule(tx, family, rule);
  await bumpVersion(tx, family);
  return { action: "rule.add", subject: subjectOf(family, id), after: rule };
}

export async function changeRule(tx: Tx, key: RuleKey & { rule: Rule }): Promise<Change> {
  const { family, id, rule } = key;
  const { name, description, enabled, anonymize } = rule;
  const { rule: before } = await lockRule(tx, key);
  await tx
    .update(anonymizationRules)
    .set({ name, description, enabled, anonymize })
    .where(eq(anonymizationRules.id, id));
  await tx.delete(ruleConditions).where(eq(ruleConditions.ruleId, id));
  await insertConditions(tx, id, rule.when);
  await bumpVersion(tx, family);
  return { action: "rule.change", subject: subjectOf(family, id), before, after: rule };
}

/** The copy stands right after its original, and is not enabled until somebody enables it. */
export async function duplicateRule(tx: Tx, key: RuleKey): Promise<Change> {
  const { rule, index, list } = await lockRule(tx, key);
  const { id: _id, ...original } = rule;
  const copy: Rule = { ...original, name: freeName(rule.name, list), enabled: false };
  const id = await insertRule(tx, key.family, copy, index + 2);
  await bumpVersion(tx, key.family);
  return { action: "rule.add", subject: subjectOf(key.family, id), after: copy };
}

export async function deleteRule(tx: Tx, key: RuleKey): Promise<Change> {
  const { rule, list } = await lockRule(tx, key);
  await tx.delete(anonymizationRules).where(eq(anonymizationRules.id, key.id));
  await reorder(
    tx,
    list.filter((other) => other.id !== key.id),
  );
  await bumpVersion(tx, key.family);
  return { action: "rule.delete", subject: subjectOf(key.family, key.id), before: rule };
}

export async function enableRule(tx: Tx, key: RuleKey & { enabled: boolean }): Promise<Change> {
  const { rule } = await lockRule(tx, key);
  await tx
    .update(anonymizationRules)
    .set({ enabled: key.enabled })
    .where(eq(anonymizationRules.id, key.id));
  await bumpVersion(tx, key.family);
  return {
    action: key.enabled ? "rule.enable" : "rule.disable",
    subject: subjectOf(key.family, key.id),
    before: { enabled: rule.enabled },
    after: { enabled: key.enabled },
  };
}

export type Direction = "up" | "down";

/** One place up or down. The first rule stays first, the last stays before the default rule. */
export async function moveRule(tx: Tx, key: RuleKey & { direction: Direction }): Promise<Change> {
  const { rule, index, list } = await lockRule(tx, key);
  const target = index + (key.direction === "up" ? -1 : 1);
  const moved = list
    .toSpliced(index, 1)
    .toSpliced(Math.max(target, 0), 0, { ...rule, of: key.family });
  await reorder(tx, moved);
  await bumpVersion(tx, key.family);
  return {
    action: "rule.move",
    subject: subjectOf(key.family, key.id),
    before: { order: list.map(({ name }) => name) },
    after: { order: moved.map(({ name }) => name) },
  };
}

async function lockRule(tx: Tx, { family, version, id }: RuleKey) {
  await lockFamily(tx, family, version);
  return placeOf(tx, family, id);
}

/** Positions 1, 2, 3 … in the order given. */
async function reorder(tx: Tx, list: SavedRule[]): Promise<void> {
  const ids = list.map(({ id }) => id);
  await tx
    .update(anonymizationRules)
    .set({ position: sql`array_position(${sql.param(ids)}::integer[], ${anonymizationRules.id})` })
    .where(inArray(anonymizationRules.id, ids));
}

const subjectOf = (family: Family, id: number) => `rule ${id} of ${family}`;

/** As none of the list is called yet. */
function freeName(name: string, list: Rule[]): string {
  for (let copy = 1; ; copy += 1) {
    const candidate = copyName(name, copy, limits.name);
    if (list.every((other) => other.name !== candidate)) return candidate;
  }
}
