import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { readSchedules } from "#db/queries/schedules.ts";
import { unnamedInstitution } from "#db/schema/index.ts";
import { families } from "#lib/families.ts";
import type { Permission } from "#lib/permissions.ts";
import { releasesNothing } from "#lib/rule-warnings.ts";
import type { Standing } from "../overview/overview-query.ts";

export type StepName = "institution" | "import" | "anonymization" | "letters" | "purge";

export interface SetUpStep {
  name: StepName;
  title: string;
  isDone: boolean;
  /** How it stands. */
  stands: string;
  /** Where it is done by hand. */
  way: { href: string; label: string };
  /** What doing it takes. */
  permission: Permission;
}

type Known = Pick<Standing, "institution" | "settings" | "schedules">;

const readKnown = async (tx: Tx): Promise<Known> => ({
  institution: await readInstitution(tx),
  settings: await readAnonymization(tx),
  schedules: await readSchedules(tx),
});

/**
 * How far an installation is set up; read from what stands, so that it cannot be ticked by mistake.
 * What a page has read already is not read again.
 */
export async function readSetUp(tx: Tx, known?: Known): Promise<SetUpStep[]> {
  const { institution, settings, schedules } = known ?? (await readKnown(tx));
  const { rows } = await tx.execute<{ users: boolean; jobs: boolean; periods: boolean }>(sql`
    SELECT EXISTS (SELECT FROM patron.users) AS users, EXISTS (SELECT FROM console.purge_jobs) AS jobs,
      EXISTS (SELECT FROM console.letter_types WHERE retention_days IS NOT NULL) AS periods`);
  const { users = false, jobs = false, periods = false } = rows[0] ?? {};
  const runsByItself = (name: string) =>
    schedules.some(({ job, active }) => job === name && active);
  return [
    ofInstitution(institution),
    {
      name: "import",
      title: "Import users and records",
      isDone: users,
      stands: users
        ? "There are users. Import again whenever the library system has news."
        : "Nothing is imported yet.",
      way: { href: "/import", label: "Import" },
      permission: "imports.write",
    },
    ofAnonymization(settings, runsByItself("anonymization")),
    ofLetters(periods, runsByItself("letters-purge")),
    {
      name: "purge",
      title: "Third clock: user purge",
      isDone: jobs,
      stands: jobs
        ? "A purge job is described. It is run from its preview, and takes only whose purge date has come."
        : "No purge job is described yet.",
      way: { href: "/purge-user-records", label: "Purge User Records" },
      permission: "purge.write",
    },
  ];
}

function ofInstitution(stands: Awaited<ReturnType<typeof readInstitution>>): SetUpStep {
  const { name, timeZone, currency, version, isDemo } = stands;
  const isDone = isDemo || (version > 1 && name !== unnamedInstitution);
  return {
    name: "institution",
    title: "Name the institution, its zone and currency",
    isDone,
    stands: isDone
      ? `${name}: days are days in ${timeZone}, amounts are in ${currency}.`
      : `Nobody has named it yet: days are counted in ${timeZone}, amounts shown in ${currency}.`,
    way: { href: "/institution", label: "Institution" },
    permission: "institution.write",
  };
}

/** Done when nothing is missing; else what is. */
const standing = (missing: string[], { done, toDo }: { done: string; toDo: string }) =>
  missing.length === 0
    ? { isDone: true, stands: done }
    : { isDone: false, stands: `${toDo}: ${missing.join(", and ")}.` };

function ofAnonymization(
  settings: Awaited<ReturnType<typeof readAnonymization>>,
  isActive: boolean,
): SetUpStep {
  const ticked = families.filter((family) => settings[family].records);
  const letsGo = ticked.some((family) => !releasesNothing(settings[family]));
  const missing = [
    ...(isActive ? [] : ["the job is inactive"]),
    ...(ticked.length > 0 ? [] : ["no kind of record is ticked"]),
    ...(letsGo || ticked.length === 0 ? [] : ["no enabled rule anonymizes anything"]),
  ];
  return {
    name: "anonymization",
    title: "First clock: anonymization",
    ...standing(missing, {
      done: "The job is active, and rules let finished records go.",
      toDo: "Nothing is forgotten yet",
    }),
    way: { href: "/fulfillment-jobs", label: "Fulfillment Jobs Configuration" },
    permission: "anonymization.write",
  };
}

function ofLetters(hasPeriod: boolean, isActive: boolean): SetUpStep {
  const missing = [
    ...(isActive ? [] : ["the job is inactive"]),
    ...(hasPeriod ? [] : ["no letter type has a retention period"]),
  ];
  return {
    name: "letters",
    title: "Second clock: letters",
    ...standing(missing, {
      done: "The job is active, and letter types have retention periods.",
      toDo: "Letters stay until their user is purged",
    }),
    way: { href: "/letters", label: "Letters Configuration" },
    permission: "letters.write",
  };
}
