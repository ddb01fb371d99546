import { z } from "zod";
import { eventLevel, jobName, runStatus, submittedVia, verdict } from "#db/schema/index.ts";
import { purgeOptions } from "#lib/purge-fields.ts";
import { updateOptions } from "#lib/update-fields.ts";
import { policy } from "../purge-users/schema.ts";
import { count, moment, settingsHashAsked } from "../schema.ts";
import { day, runId } from "#app/(console)/monitor-jobs/schema.ts";

export const runParams = z.strictObject({ id: runId });

/** A run in a line. */
export const runRow = z.object({
  id: z.int(),
  job: z.enum(jobName.enumValues),
  title: z.string(),
  status: z.enum(runStatus.enumValues),
  isActive: z.boolean(),
  isPausing: z.boolean().describe("Paused, and a batch that was at work is not in yet."),
  submittedVia: z.enum(submittedVia.enumValues),
  submittedBy: z.string().nullable().describe("The person or the key that asked."),
  submittedAt: moment,
  startedAt: moment.nullable(),
  endedAt: moment.nullable(),
  seconds: z.number().nullable(),
  workedSeconds: z
    .number()
    .nullable()
    .describe("Of them those in which it was not paused, interrupted or waiting."),
  cutOff: z.string().describe("The day that days are counted to, YYYY-MM-DD."),
  timeZone: z.string(),
  problem: z.string().nullable(),
  waitsFor: z.string().nullable().describe("Why its batches wait at the moment."),
  planned: count.describe("Rows to look at."),
  visited: count.describe("Rows whose fate is committed."),
  batches: count,
  records: count.describe("Links that were cut."),
  notes: count.describe("Notes that were removed."),
  heldBack: count,
  setAside: count.describe("Rows that could not be worked and were left as they are."),
});

export const runPage = z.object({
  runs: z.array(runRow),
  next: z.int().nullable().describe("The before of the next page; null on the last."),
});

/** Everything that is known of a run. */
export const wholeRun = runRow.extend({
  frozen: z.unknown().describe("The settings as they stood when the run was asked for."),
  frozenHash: z
    .string()
    .nullable()
    .describe("SHA-256 over the job and them: runs with the same one were told the same."),
  softwareVersion: z.string().nullable().describe("The version of Lethe that froze them."),
  expected: z
    .number()
    .nullable()
    .describe("What its preview said would be removed, or what it counted at its start."),
  confirmed: z.boolean().describe("Whoever asked gave that number."),
  ceiling: z.number().nullable().describe("The most that it may remove."),
  removed: count,
  approvedBy: z.string().nullable().describe("The second person, where one was needed."),
  verdict: z.enum(verdict.enumValues).nullable().describe("What was found when it was verified."),
  verdictChecks: z
    .array(z.object({ name: z.string(), how: z.string(), found: z.number(), good: z.boolean() }))
    .nullable(),
  verdictAcknowledgedBy: z.string().nullable(),
  verdictAcknowledgedAt: moment.nullable(),
  erasure: z
    .object({
      erasedAt: moment.nullable().describe("Since when it is in no table and index."),
      logsRecycledAt: moment
        .nullable()
        .describe("Since when it is not in the server's log either."),
      logsUnseen: z.string().nullable().describe("Why that cannot be seen."),
      waits: z.string().nullable().describe("What the next stage waits for."),
      backupsEndOn: z
        .string()
        .nullable()
        .describe("The last day on which a backup may hold it, YYYY-MM-DD."),
    })
    .nullable()
    .describe(
      "How far what the run removed is gone; null when it removed nothing or has not ended.",
    ),
  lettersWaiting: count.describe("Letters that it wrote and that wait to be sent."),
  counters: z.array(z.object({ part: z.string(), measure: z.string(), label: z.string(), count })),
  parts: z.array(
    z.object({
      part: z.string(),
      bulks: count,
      done: count,
      planned: count,
      visited: count,
      batches: count,
    }),
  ),
  events: z
    .array(
      z.object({
        id: z.int(),
        at: moment,
        level: z.enum(eventLevel.enumValues),
        message: z.string(),
      }),
    )
    .describe("The latest, oldest first."),
});

const startable = ["anonymization", "letters-purge", "purge-users", "update-users"] as const;

/** What each job takes, where it takes any. */
const optionsOfJobs: Partial<Record<string, z.ZodType>> = {
  "purge-users": purgeOptions,
  "update-users": updateOptions,
};

const shapeOf = (schema: z.ZodType) => {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return shape;
};

/** What POST /api/job-runs takes. */
export const startRequest = z
  .strictObject({
    job: z.enum(startable, `A job that can be started is one of ${startable.join(", ")}.`),
    options: z
      .unknown()
      .meta({
        description: "Whom purge-users and update-users are about, and how; other jobs take none.",
        anyOf: Object.values(optionsOfJobs).flatMap((schema) => (schema ? [shapeOf(schema)] : [])),
      })
      .optional(),
    confirm: z
      .int("confirm is the number of the preview.")
      .nonnegative()
      .optional()
      .describe("The number that the preview shows; refused when it is another now."),
    policy: policy
      .optional()
      .describe(
        "The policy that the preview of purge-users names; refused when it is another now.",
      ),
    settingsHash: settingsHashAsked,
    asOf: day.optional(),
  })
  .superRefine(({ job, options, confirm, policy: named }, context) => {
    if (named !== undefined && (confirm === undefined || job !== "purge-users")) {
      const message = "policy goes with confirm: both are the preview's of purge-users.";
      context.addIssue({ code: "custom", path: ["policy"], message });
    }
    const schema = optionsOfJobs[job];
    if (!schema && options !== undefined) {
      context.addIssue({ code: "custom", path: ["options"], message: `${job} takes no options.` });
    }
    for (const issue of schema?.safeParse(options).error?.issues ?? []) {
      context.addIssue({ ...issue, path: ["options", ...issue.path] });
    }
  });

export const startedRun = z.object({
  id: z.int().nullable().describe("Null when a second person has to approve it first."),
  proposal: z
    .int()
    .nullable()
    .describe("What waits for the second person; null when none is needed."),
});

/** Any text of printable characters. */
export const idempotencyHeader = z.strictObject({
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, "An Idempotency-Key is 1 to 200 printable characters.")
    .describe(
      "Sent again within a day with the same body, it answers with the run or the proposal that came of it, and makes none.",
    )
    .optional(),
});
