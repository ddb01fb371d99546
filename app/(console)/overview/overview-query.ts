import type { Tx } from "#db/client.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { lastRuns } from "#db/queries/job-runs.ts";
import { countDueHolds } from "#db/queries/legal-holds.ts";
import { countTypesToLookAt } from "#db/queries/letter-types.ts";
import { rolesAreSeparate, usersPastPurgeDate } from "#db/queries/overview.ts";
import { readSchedules } from "#db/queries/schedules.ts";
import { anonymizationOutlook } from "#jobs/anonymize/outlook.ts";
import { countByType } from "#jobs/purge-letters/preview.ts";
import { jobs } from "#jobs/registry.ts";

export type Standing = Awaited<ReturnType<typeof readStanding>>;
export type Counted = Awaited<ReturnType<typeof countOverview>>;

/** Each null when counting it took too long. */
export interface MaybeCounted {
  outlook: Counted["outlook"] | null;
  rest: Pick<Counted, "letters" | "users"> | null;
}

/** What the first page tells at once, however large the library is. */
export async function readStanding(tx: Tx) {
  return {
    institution: await readInstitution(tx),
    settings: await readAnonymization(tx),
    dueHolds: await countDueHolds(tx),
    typesToLookAt: await countTypesToLookAt(tx),
    schedules: (await readSchedules(tx)).filter(({ job }) => job in jobs),
    last: await lastRuns(tx),
    rolesAreSeparate: await rolesAreSeparate(tx),
  };
}

/** Reads every link once. */
export const countNamed = async (tx: Tx) => anonymizationOutlook(tx, await readAnonymization(tx));

/** Reads every letter once. */
export async function countLettersAndUsers(tx: Tx) {
  const letters = [...(await countByType(tx)).values()];
  return {
    users: { pastPurgeDate: await usersPastPurgeDate(tx) },
    letters: {
      stored: letters.reduce((sum, { stored }) => sum + stored, 0),
      pastPeriod: letters.reduce((sum, { past }) => sum + past, 0),
    },
  };
}

/** All that takes counting; no patron in it. */
export const countOverview = async (tx: Tx) => ({
  outlook: await countNamed(tx),
  ...(await countLettersAndUsers(tx)),
});
