import type { Tx } from "#db/client.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { lastRuns } from "#db/queries/job-runs.ts";
import { countDueHolds } from "#db/queries/legal-holds.ts";
import { listLetterTypes } from "#db/queries/letter-types.ts";
import { usersPastPurgeDate } from "#db/queries/overview.ts";
import { readSchedules } from "#db/queries/schedules.ts";
import { anonymizationOutlook } from "#jobs/anonymize/outlook.ts";
import { countByType } from "#jobs/purge-letters/preview.ts";
import { jobs } from "#jobs/registry.ts";

export type Overview = Awaited<ReturnType<typeof readOverview>>;

/** All that the first page and its twin for scripts tell; counts, and no patron. */
export async function readOverview(tx: Tx) {
  const settings = await readAnonymization(tx);
  const letters = [...(await countByType(tx)).values()];
  return {
    institution: await readInstitution(tx),
    settings,
    outlook: await anonymizationOutlook(tx, settings),
    dueHolds: await countDueHolds(tx),
    users: { pastPurgeDate: await usersPastPurgeDate(tx) },
    letters: {
      stored: letters.reduce((sum, { stored }) => sum + stored, 0),
      pastPeriod: letters.reduce((sum, { past }) => sum + past, 0),
      typesToLookAt: (await listLetterTypes(tx, { needsAttention: true })).length,
    },
    schedules: (await readSchedules(tx)).filter(({ job }) => job in jobs),
    last: await lastRuns(tx),
  };
}
