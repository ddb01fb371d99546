import { z } from "zod";
import { forecast } from "#jobs/forecast.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { jobParams } from "../../schema.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "Count what a job would remove at its next time by itself",
    details:
      "Of what there is now, by the decision of the run; it reads as much as a preview. Changes nothing.",
    params: jobParams,
    alsoRefuses: [409],
    answer: z.object({
      nextRunLocal: z
        .string()
        .nullable()
        .describe("YYYY-MM-DDTHH:MM in the institution's zone; null while inactive."),
      timeZone: z.string(),
      firstRunByHand: z.boolean().describe("The first run is started by hand, with its number."),
      removes: z
        .number()
        .nullable()
        .describe("Links and notes, or letters; null where there is no next run."),
    }),
    example: { params: { job: "anonymization" } },
  },
  async ({ params: { job }, signal }) => {
    const limits = { signal, timeoutMs: PREVIEW_TIMEOUT_MS, what: "Counting" };
    const told = await readStoppable(limits, (tx) => forecast(tx, job));
    if (!told) throw new NotFound(`The job ${job} has no schedule.`);
    return told;
  },
);
