import { z } from "zod";
import { countOverview, readStanding } from "#app/(console)/overview/overview-query.ts";
import { ages } from "#jobs/anonymize/outlook.ts";
import { jobTitles } from "#jobs/registry.ts";
import { families } from "#lib/families.ts";
import { handler } from "#lib/server/handler.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { runRow } from "../job-runs/schema.ts";

const COUNT_TIMEOUT_MS = 30_000;

export const GET = handler(
  {
    permission: "overview.read",
    summary: "Read what still names a patron, what is past its clock, and how each job last ended",
    alsoRefuses: [409],
    answer: z.object({
      isDemo: z.boolean(),
      named: z.array(
        z.object({
          family: z.enum(families),
          finished: z.number().describe("Finished records that still name a patron."),
          active: z.number().describe("Records in use, which the job never touches."),
          taken: z
            .number()
            .nullable()
            .describe("Finished ones that a run now would cut; null where only a preview counts."),
          byAge: z
            .array(z.object({ age: z.enum(ages), named: z.number() }))
            .describe(
              "By days since the end: days30 up to 30, days90 31 to 90, year1 91 to 365, years3 366 to 1,095.",
            ),
        }),
      ),
      usersPastPurgeDate: z.number(),
      holdsDueForReview: z.number(),
      letters: z.object({ stored: z.number(), pastPeriod: z.number() }),
      lastRuns: z.array(runRow),
    }),
  },
  ({ signal }) =>
    readStoppable({ signal, timeoutMs: COUNT_TIMEOUT_MS, what: "Counting" }, async (tx) => {
      const { institution, dueHolds, last } = await readStanding(tx);
      const { outlook, users, letters } = await countOverview(tx);
      return {
        isDemo: institution.isDemo,
        named: outlook.map(({ family, active, finished, isTold }) => ({
          family,
          finished: finished.reduce((sum, { named }) => sum + named, 0),
          active,
          taken: isTold ? finished.reduce((sum, { taken }) => sum + taken, 0) : null,
          byAge: finished.map(({ age, named }) => ({ age, named })),
        })),
        usersPastPurgeDate: users.pastPurgeDate,
        holdsDueForReview: dueHolds,
        letters,
        lastRuns: last.map((run) => ({ ...run, title: jobTitles[run.job] })),
      };
    }),
);
