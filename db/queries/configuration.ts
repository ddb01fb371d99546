import { asc, eq, sql } from "drizzle-orm";
import { describeChanges } from "#lib/configuration-changes.ts";
import {
  weekdays,
  type Configuration,
  type FamilyConfiguration,
  type ScheduleConfiguration,
  type WholeConfiguration,
} from "#lib/configuration.ts";
import type { Family } from "#lib/families.ts";
import { suggestion } from "#lib/nearest.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { institution, letterTypes, schedules } from "../schema/index.ts";
import { readAnonymization } from "./anonymization.ts";
import { unknownCodes } from "./rule-codes.ts";

/** All settings in the shape of the configuration file, parts and keys in its order. */
export async function readConfiguration(tx: Tx): Promise<WholeConfiguration> {
  const [settings] = await tx.select().from(institution);
  if (!settings) throw new Error("the institution's row is missing");
  const anonymization = await readAnonymization(tx);
  const letters = await tx.select().from(letterTypes).orderBy(asc(letterTypes.code));
  const { name, timeZone, currency, deleteUserPolicy } = settings;
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
      retentionDays: Object.fromEntries(letters.map(({ code, retentionDays }) => [code, retentionDays])),
    },
    deleteUserPolicy,
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
export async function planConfiguration(tx: Tx, file: Configuration): Promise<PlannedConfiguration> {
  const before = await readConfiguration(tx);
  refuseUnknownLetterTypes(file, before);
  await refuseUnknownZone(tx, file);
  const after = merge(before, file);
  return {
    before,
    after,
    changed: describeChanges(before, after),
    warnings: [...(await codeWarnings(tx, file)), ...letterWarnings(after)],
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
    },
    deleteUserPolicy: file.deleteUserPolicy ?? before.deleteUserPolicy,
  };
}

function refuseUnknownLetterTypes(file: Configuration, before: WholeConfiguration): void {
  const known = Object.keys(before.letters.retentionDays);
  const unknown = Object.keys(file.letters?.retentionDays ?? {}).filter((code) => !known.includes(code));
  const [first] = unknown;
  if (first === undefined) return;
  throw new Refusal(
    `letters.retentionDays: there is no letter type ${unknown.join(", ")}.${unknown.length === 1 ? suggestion(first, known) : ""} Nothing was changed.`,
  );
}

const isTimeZone = async (tx: Tx, zone: string) =>
  (await tx.execute(sql`SELECT FROM pg_timezone_names WHERE name = ${zone}`)).rows.length > 0;

async function refuseUnknownZone(tx: Tx, file: Configuration): Promise<void> {
  const zone = file.institution?.timeZone;
  if (zone === undefined || (await isTimeZone(tx, zone))) return;
  throw new Refusal(`institution.timeZone: ${zone} is not an IANA time zone. Nothing was changed.`);
}

/** A code may come with the next import; until then it matches nothing. */
async function codeWarnings(tx: Tx, file: Configuration): Promise<string[]> {
  const given = file.anonymization?.families ?? {};
  const conditions = Object.values(given).flatMap((family) => (family?.rules ?? []).flatMap(({ when }) => when));
  return unknownCodes(tx, conditions);
}

const letterWarnings = ({ letters }: WholeConfiguration): string[] =>
  letters.active
    ? ["letters.active is stored, but the letters purge is not part of this version: no letter is removed."]
    : [];

type ScheduledJob = "anonymization" | "letters-purge";

async function readJob(tx: Tx, job: ScheduledJob) {
  const [row] = await tx.select().from(schedules).where(eq(schedules.job, job));
  if (!row) throw new Error(`the schedule of ${job} is missing`);
  return { active: row.active, schedule: scheduleOf(row) };
}

function scheduleOf(row: typeof schedules.$inferSelect): ScheduleConfiguration {
  const at = row.at.slice(0, "HH:MM".length);
  if (row.every === "day") return { every: "day", at };
  if (row.every === "month") return { every: "month", on: row.monthDay ?? 1, at };
  return { every: "week", on: weekdays[(row.weekday ?? 1) - 1] ?? "Monday", at };
}

type StoredFamily = Awaited<ReturnType<typeof readAnonymization>>["loans"];

/** Rules in the file's own order of keys; a blank description is left out. */
const familyOf = ({ records, notes, rules, default: byDefault }: StoredFamily): FamilyConfiguration => ({
  records,
  notes,
  rules: rules.map(({ name, description, enabled, when, anonymize }) => ({ name, description, enabled, when, anonymize })),
  default: byDefault,
});
