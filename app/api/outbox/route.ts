import { z } from "zod";
import { database } from "#db/client.ts";
import { listOutbox } from "#db/queries/outbox.ts";
import { jobName } from "#db/schema/index.ts";
import { handler } from "#lib/server/handler.ts";
import { moment } from "../schema.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "List the mails about runs that have ended, newest first",
    query: z.strictObject({
      before: z.coerce.number("before is a mail's number.").int().positive().optional(),
    }),
    answer: z.object({
      mails: z.array(
        z.object({
          id: z.int(),
          runId: z.int(),
          job: z.enum(jobName.enumValues),
          recipient: z.string(),
          subject: z.string(),
          body: z.string(),
          createdAt: moment,
          attempts: z.int(),
          attemptedAt: moment.nullable(),
          sentAt: moment.nullable(),
          problem: z.string().nullable(),
          state: z
            .enum(["sent", "sending", "waiting", "failed", "unknown", "kept"])
            .describe(
              "unknown: handed over without an answer; kept: too old to be sent, or no server was set.",
            ),
        }),
      ),
      next: z.int().nullable().describe("The before of the next page; null on the last."),
    }),
  },
  ({ query: { before } }) => database().transaction("lethe_web", (tx) => listOutbox(tx, before)),
);
