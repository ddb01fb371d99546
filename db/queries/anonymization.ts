import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { anonymizationFamilies, anonymizationRules } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { families, type Family } from "#lib/families.ts";
import type { RuleList } from "#lib/rules.ts";
import { bumpVersion, insertRule, lockFamily, readRules, type SavedRule } from "./rule-rows.ts";

/** What the anonymization job is told of one family. */
export interface FamilySettings {
  /** Counts every change of the family, its rules among them. */
  version: number;
  records: boolean;
  notes: boolean;
  rules: SavedRule[];
  default: boolean;
}

export async function readAnonymization(tx: Tx): Promise<Record<Family, FamilySettings>> {
  const rows = await tx.select().from(anonymizationFamilies);
  const rules = await readRules(tx);
  const settingsOf = (family: Family): FamilySettings => {
    const row = rows.find((candidate) => candidate.family === family);
    if (!row) throw new Error(`the settings of ${family} are missing`);
    return {
      version: row.version,
      records: row.records,
      notes: row.notes,
      rules: rules.filter(({ of }) => of === family).map(({ of: _of, ...rule }) => rule),
      default: row.defaultAnonymize,
    };
  };
  return {
    loans: settingsOf("loans"),
    fees: settingsOf("fees"),
    requests: settingsOf("requests"),
    borrowingRequests: settingsOf("borrowingRequests"),
  };
}

export interface FamilyBoxes {
  /** As it was read; left out, whatever stands is replaced. */
  version?: number;
  records: boolean;
  notes: boolean;
}

/**
 * What to take of each family. A family whose boxes already stand so is left alone, whatever its
 * version: there is nothing to overwrite.
 */
export async function saveFamilies(
  tx: Tx,
  input: Partial<Record<Family, FamilyBoxes>>,
): Promise<Change> {
  const before: Partial<Record<Family, object>> = {};
  const after: typeof before = {};
  for (const family of families) {
    const wanted = input[family];
    if (!wanted) continue;
    const { records, notes } = wanted;
    const stands = await lockFamily(tx, family);
    if (stands.records === records && stands.notes === notes) continue;
    await lockFamily(tx, family, wanted.version);
    await tx
      .update(anonymizationFamilies)
      .set({ records, notes, version: stands.version + 1 })
      .where(eq(anonymizationFamilies.family, family));
    before[family] = { records: stands.records, notes: stands.notes };
    after[family] = { records, notes };
  }
  return { action: "anonymization.choose", subject: "anonymization job", before, after };
}

/** What every record gets that no rule matches. */
export async function setDefaultRule(
  tx: Tx,
  input: { family: Family; version?: number; anonymize: boolean },
): Promise<Change> {
  const { family, anonymize } = input;
  const before = await lockFamily(tx, family, input.version);
  await tx
    .update(anonymizationFamilies)
    .set({ defaultAnonymize: anonymize, version: before.version + 1 })
    .where(eq(anonymizationFamilies.family, family));
  return {
    action: "rule.default",
    subject: `default rule of ${family}`,
    before: before.defaultAnonymize,
    after: anonymize,
  };
}

/** Puts a whole list in place of another, as a configuration file does. */
export async function replaceRules(
  tx: Tx,
  family: Family,
  list: RuleList & { version?: number },
): Promise<Change> {
  const stands = await lockFamily(tx, family, list.version);
  const before = await readRules(tx, family);
  await tx.delete(anonymizationRules).where(eq(anonymizationRules.family, family));
  for (const rule of list.rules) await insertRule(tx, family, rule);
  await tx
    .update(anonymizationFamilies)
    .set({ defaultAnonymize: list.default })
    .where(eq(anonymizationFamilies.family, family));
  await bumpVersion(tx, family);
  return {
    action: "rule.replace",
    subject: `rules of ${family}`,
    before: {
      rules: before.map(({ id: _id, of: _of, ...rule }) => rule),
      default: stands.defaultAnonymize,
    },
    after: { rules: list.rules, default: list.default },
  };
}
