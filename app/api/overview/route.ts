import { z } from "zod";
import { database } from "#db/client.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { lastRuns } from "#db/queries/job-runs.ts";
import { namedRecords } from "#db/queries/overview.ts";
import { jobTitles } from "#jobs/registry.ts";
import { families } from "#lib/families.ts";
import { handler } from "#lib/server/handler.ts";
import { runRow } from "../job-runs/schema.ts";

export const GET = handler(
  {
    permission: "overview.read",
    summary: "Read how many records name a patron, and how each job last ended",
    answer: z.object({
      isDemo: z.boolean(),
      named: z.array(
        z.object({
          family: z.enum(families),
          finished: z.number().describe("Finished records that still name a patron."),
          active: z.number().describe("Records in use, which the job never touches."),
        }),
      ),
      lastRuns: z.array(runRow),
    }),
  },
  () =>
    database().transaction("lethe_web", async (tx) => ({
      isDemo: (await readInstitution(tx)).isDemo,
      named: await namedRecords(tx),
      lastRuns: (await lastRuns(tx)).map((run) => ({ ...run, title: jobTitles[run.job] })),
    })),
);
