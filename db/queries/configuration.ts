import { isDeepStrictEqual } from "node:util";
import { describeChanges } from "#lib/configuration-changes.ts";
import type { Configuration, FamilyConfiguration, WholeConfiguration } from "#lib/configuration.ts";
import { families, familyWords, type Family } from "#lib/families.ts";
import { mailServerProblem } from "#lib/mail-server.ts";
import { hasSender, needsSender, type MailFields } from "#lib/mail-settings.ts";
import { suggestion } from "#lib/nearest.ts";
import { Refusal } from "#lib/refusal.ts";
import { ruleWarnings } from "#lib/rule-warnings.ts";
import type { RunLimits } from "#lib/run-limits.ts";
import type { Tx } from "../client.ts";
import { readAnonymization, type FamilySettings } from "./anonymization.ts";
import { readCodes } from "./codes.ts";
import { readDeleteUserPolicy } from "./delete-user-policy.ts";
import { readInstitution, timeZones } from "./institution.ts";
import { readEnabled, readRetention } from "./letter-retention.ts";
import { readMailSettings } from "./mail.ts";
import { readRunLimits } from "./run-limits.ts";
import { readSchedule } from "./schedules.ts";

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
      enabled: await readEnabled(tx),
    },
    mail: await readMail(tx),
    runLimits: await readLimits(tx),
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
  if (!hasSender(after.mail)) throw new Refusal(`mail.sender: ${needsSender} Nothing was changed.`);
  const problem = mailServerProblem(after.mail);
  if (problem !== null && !isDeepStrictEqual(before.mail, after.mail))
    throw new Refusal(`mail: ${problem} Nothing was changed.`);
  return {
    before,
    after,
    changed: describeChanges(before, after),
    warnings: [...(await slips(tx, file, after)), ...letterWarnings(after)],
  };
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
      enabled: { ...before.letters.enabled, ...file.letters?.enabled },
    },
    mail: { ...before.mail, ...file.mail },
    runLimits: { ...before.runLimits, ...file.runLimits },
    deleteUserPolicy: file.deleteUserPolicy ?? before.deleteUserPolicy,
  };
}

function refuseUnknownLetterTypes(file: Configuration, before: WholeConfiguration): void {
  const known = Object.keys(before.letters.retentionDays);
  for (const part of ["retentionDays", "enabled"] as const) {
    const unknown = Object.keys(file.letters?.[part] ?? {}).filter((code) => !known.includes(code));
    const [first] = unknown;
    if (first === undefined) continue;
    throw new Refusal(
      `letters.${part}: there is no letter type ${unknown.join(", ")}.${unknown.length === 1 ? suggestion(first, known) : ""} Nothing was changed.`,
    );
  }
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
  letters.active && Object.values(letters.retentionDays).every((days) => days === null)
    ? ["letters.active is true, but no letter type has a retention period: no letter is removed."]
    : [];

async function readLimits(tx: Tx): Promise<RunLimits> {
  const { version: _version, ...limits } = await readRunLimits(tx);
  return limits;
}

async function readMail(tx: Tx): Promise<MailFields> {
  const { version: _version, ...fields } = await readMailSettings(tx);
  return fields;
}

type ScheduledJob = "anonymization" | "letters-purge";

async function readJob(tx: Tx, job: ScheduledJob) {
  const { active, schedule, missedWithinHours } = await readSchedule(tx, job);
  return { active, schedule, missedWithinHours };
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
