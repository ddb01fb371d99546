import { isDeepStrictEqual } from "node:util";
import { sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import type { Configuration, WholeConfiguration } from "#lib/configuration.ts";
import { families, type Family } from "#lib/families.ts";
import type { Tx } from "../client.ts";
import { replaceRules, saveFamilies } from "./anonymization.ts";
import { planConfiguration } from "./configuration.ts";
import { saveDeleteUserPolicy } from "./delete-user-policy.ts";
import { saveInstitution } from "./institution.ts";
import { saveEnabled, saveRetention } from "./letter-retention.ts";
import { readMailSettings, saveMailSettings } from "./mail.ts";
import { saveRunLimits } from "./run-limits.ts";
import { saveSchedule } from "./schedules.ts";

export interface AppliedConfiguration {
  changed: string[];
  warnings: string[];
  /** For the audit. */
  changes: Change[];
}

/** Applies a file in the caller's transaction, writing only what differs. */
export async function applyConfiguration(
  tx: Tx,
  file: Configuration,
): Promise<AppliedConfiguration> {
  await holdSettings(tx);
  const { before, after, changed, warnings } = await planConfiguration(tx, file);
  const changes: Change[] = [];
  if (!same(before.institution, after.institution)) {
    const { change, message, moved } = await saveInstitution(tx, after.institution);
    changes.push(change);
    if (moved > 0) changed.push(message.replace(/^Saved\. /, ""));
  }
  for (const job of ["anonymization", "letters-purge"] as const) {
    const [was, { active, schedule, missedWithinHours }] =
      job === "anonymization"
        ? [before.anonymization, after.anonymization]
        : [before.letters, after.letters];
    if (
      was.active === active &&
      same(was.schedule, schedule) &&
      was.missedWithinHours === missedWithinHours
    )
      continue;
    changes.push(await saveSchedule(tx, { job, active, schedule, missedWithinHours }));
  }
  for (const family of families) {
    changes.push(...(await applyFamily(tx, family, before, after)));
  }
  if (!same(before.letters.retentionDays, after.letters.retentionDays)) {
    changes.push(await saveRetention(tx, after.letters.retentionDays));
  }
  if (!same(before.letters.enabled, after.letters.enabled)) {
    changes.push(await saveEnabled(tx, after.letters.enabled));
  }
  if (!same(before.mail, after.mail)) {
    const { version } = await readMailSettings(tx);
    changes.push(await saveMailSettings(tx, { ...after.mail, version }));
  }
  if (!same(before.runLimits, after.runLimits)) {
    changes.push(await saveRunLimits(tx, after.runLimits));
  }
  if (before.deleteUserPolicy !== after.deleteUserPolicy) {
    changes.push(await saveDeleteUserPolicy(tx, { policy: after.deleteUserPolicy }));
  }
  return { changed, warnings, changes };
}

/** Nobody else saves between what was read and what is written. */
async function holdSettings(tx: Tx): Promise<void> {
  await tx.execute(sql`SELECT FROM console.institution FOR UPDATE`);
  await tx.execute(sql`SELECT FROM console.schedules ORDER BY job FOR UPDATE`);
  await tx.execute(sql`SELECT FROM console.anonymization_families ORDER BY family FOR UPDATE`);
  await tx.execute(sql`SELECT FROM console.letter_types ORDER BY code FOR UPDATE`);
  await tx.execute(sql`SELECT FROM console.mail_settings FOR UPDATE`);
  await tx.execute(sql`SELECT FROM console.run_limits FOR UPDATE`);
}

async function applyFamily(
  tx: Tx,
  family: Family,
  before: WholeConfiguration,
  after: WholeConfiguration,
): Promise<Change[]> {
  const was = before.anonymization.families[family];
  const { records, notes, rules, default: byDefault } = after.anonymization.families[family];
  const changes: Change[] = [];
  if (was.records !== records || was.notes !== notes) {
    changes.push(await saveFamilies(tx, { [family]: { records, notes } }));
  }
  if (!same(was.rules, rules) || was.default !== byDefault) {
    changes.push(await replaceRules(tx, family, { rules, default: byDefault }));
  }
  return changes;
}

const same = (one: unknown, other: unknown) => isDeepStrictEqual(one, other);
