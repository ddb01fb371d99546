import { isDeepStrictEqual } from "node:util";
import { sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { describeChanges } from "#lib/configuration-changes.ts";
import type { Configuration, FamilyConfiguration, WholeConfiguration } from "#lib/configuration.ts";
import { families, familyWords, type Family } from "#lib/families.ts";
import { suggestion } from "#lib/nearest.ts";
import { Refusal } from "#lib/refusal.ts";
import { ruleWarnings } from "#lib/rule-warnings.ts";
import type { Tx } from "../client.ts";
import {
  readAnonymization,
  replaceRules,
  saveFamilies,
  type FamilySettings,
} from "./anonymization.ts";
import { readCodes } from "./codes.ts";
import { readDeleteUserPolicy, saveDeleteUserPolicy } from "./delete-user-policy.ts";
import { readInstitution, saveInstitution, timeZones } from "./institution.ts";
import { readRetention, saveRetention } from "./letter-retention.ts";
import { readSchedule, saveSchedule } from "./schedules.ts";

/** All settings in the shape of the configuration file, parts and keys in its order. */
export async function readConfiguration(tx: Tx): Promise<WholeConfiguration> {
  const { name, timeZone, currency } = await readInstitution(tx);
  const anonymization = await readAnonymization(tx);
  return {
    version: 1,
    institution: { name, timeZone, currency },
    anonymization: {
      ...(await readJob(tx, "anonymization")),
      families: {
        loans: familyOf(anonymization.loans),
        fees: familyOf(anonymization.fees),
        requests: familyOf(anonymization.requests),
        borrowingRequests: familyOf(anonymization.borrowingRequests),
      },
    },
    letters: {
      ...(await readJob(tx, "letters-purge")),
      retentionDays: await readRetention(tx),
    },
    deleteUserPolicy: await readDeleteUserPolicy(tx),
  };
}

export interface PlannedConfiguration {
  before: WholeConfiguration;
  after: WholeConfiguration;
  /** A sentence each; empty when the file says what already is. */
  changed: string[];
  warnings: string[];
}

/** What applying a file would do. Refuses what cannot be applied; changes nothing. */
export async function planConfiguration(
  tx: Tx,
  file: Configuration,
): Promise<PlannedConfiguration> {
  const before = await readConfiguration(tx);
  refuseUnknownLetterTypes(file, before);
  const after = merge(before, await withKnownZone(tx, file));
  return {
    before,
    after,
    changed: describeChanges(before, after),
    warnings: [...(await slips(tx, file, after)), ...letterWarnings(after)],
  };
}

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
    const [was, becomes] =
      job === "anonymization"
        ? [before.anonymization, after.anonymization]
        : [before.letters, after.letters];
    if (was.active === becomes.active && same(was.schedule, becomes.schedule)) continue;
    changes.push(
      await saveSchedule(tx, { job, active: becomes.active, schedule: becomes.schedule }),
    );
  }
  for (const family of families) {
    changes.push(...(await applyFamily(tx, family, before, after)));
  }
  if (!same(before.letters.retentionDays, after.letters.retentionDays)) {
    changes.push(await saveRetention(tx, after.letters.retentionDays));
  }
  if (before.deleteUserPolicy !== after.deleteUserPolicy) {
    changes.push(await saveDeleteUserPolicy(tx, after.deleteUserPolicy));
  }
  return { changed, warnings, changes };
}

/** Nobody else saves between what was read and what is written. */
async function holdSettings(tx: Tx): Promise<void> {
  await tx.execute(sql`SELECT FROM console.institution FOR UPDATE`);
  await tx.execute(sql`SELECT FROM console.schedules ORDER BY job FOR UPDATE`);
  await tx.execute(sql`SELECT FROM console.anonymization_families ORDER BY family FOR UPDATE`);
  await tx.execute(sql`SELECT FROM console.letter_types ORDER BY code FOR UPDATE`);
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

/** A part left out stays; a family's rules are replaced as a list. */
function merge(before: WholeConfiguration, file: Configuration): WholeConfiguration {
  const anonymization = { ...before.anonymization, ...file.anonymization };
  const letters = { ...before.letters, ...file.letters };
  const given = file.anonymization?.families;
  const family = (name: Family) => ({
    ...before.anonymization.families[name],
    ...given?.[name],
  });
  return {
    version: 1,
    institution: { ...before.institution, ...file.institution },
    anonymization: {
      ...anonymization,
      families: {
        loans: family("loans"),
        fees: family("fees"),
        requests: family("requests"),
        borrowingRequests: family("borrowingRequests"),
      },
    },
    letters: {
      ...letters,
      retentionDays: { ...before.letters.retentionDays, ...file.letters?.retentionDays },
    },
    deleteUserPolicy: file.deleteUserPolicy ?? before.deleteUserPolicy,
  };
}

function refuseUnknownLetterTypes(file: Configuration, before: WholeConfiguration): void {
  const known = Object.keys(before.letters.retentionDays);
  const unknown = Object.keys(file.letters?.retentionDays ?? {}).filter(
    (code) => !known.includes(code),
  );
  const [first] = unknown;
  if (first === undefined) return;
  throw new Refusal(
    `letters.retentionDays: there is no letter type ${unknown.join(", ")}.${unknown.length === 1 ? suggestion(first, known) : ""} Nothing was changed.`,
  );
}

/** With its zone as the database spells it. */
async function withKnownZone(tx: Tx, file: Configuration): Promise<Configuration> {
  const wanted = file.institution?.timeZone;
  if (wanted === undefined) return file;
  const zone = (await timeZones(tx)).find((known) => known.toLowerCase() === wanted.toLowerCase());
  if (zone === undefined) {
    throw new Refusal(
      `institution.timeZone: ${wanted} is not an IANA time zone. Nothing was changed.`,
    );
  }
  return { ...file, institution: { ...file.institution, timeZone: zone } };
}

/** Of the families that the file names. A code may come with the next import: until then it matches nothing. */
async function slips(tx: Tx, file: Configuration, after: WholeConfiguration): Promise<string[]> {
  const known = await readCodes(tx);
  const given = file.anonymization?.families ?? {};
  return families.flatMap((family) => {
    if (given[family]?.rules === undefined && given[family]?.default === undefined) return [];
    const list = after.anonymization.families[family];
    return ruleWarnings(family, list, known).map(({ rule, message }) => {
      const name = rule === "default" ? "default rule" : `“${list.rules[rule]?.name ?? ""}”`;
      return `${familyWords[family].rules}, ${name}: ${message}`;
    });
  });
}

const letterWarnings = ({ letters }: WholeConfiguration): string[] =>
  letters.active
    ? [
        "letters.active is stored, but the letters purge is not part of this version: no letter is removed.",
      ]
    : [];

type ScheduledJob = "anonymization" | "letters-purge";

async function readJob(tx: Tx, job: ScheduledJob) {
  const { active, schedule } = await readSchedule(tx, job);
  return { active, schedule };
}

/** Rules in the file's own order of keys. */
const familyOf = ({ records, notes, rules, ...rest }: FamilySettings): FamilyConfiguration => ({
  records,
  notes,
  rules: rules.map(({ name, description, enabled, when, anonymize }) => ({
    name,
    description,
    enabled,
    when,
    anonymize,
  })),
  default: rest.default,
});

const same = (one: unknown, other: unknown) => isDeepStrictEqual(one, other);
