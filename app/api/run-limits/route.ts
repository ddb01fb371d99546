import { database } from "#db/client.ts";
import { readRunLimits, saveRunLimits } from "#db/queries/run-limits.ts";
import { handler } from "#lib/server/handler.ts";
import { limitsBody } from "./schema.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "Read where runs stop by themselves",
    answer: limitsBody,
  },
  () => database().transaction("lethe_web", readRunLimits),
);

export const PUT = handler(
  {
    permission: "institution.write",
    summary: "Set where runs stop by themselves",
    details:
      "approvalAbove cannot be raised or switched off while a run waits for a second person.",
    body: limitsBody,
    answer: limitsBody,
    example: {
      body: {
        version: 1,
        marginPercent: 5,
        sharePercent: 25,
        shareOfOnePercent: 90,
        shareOfOneFrom: 100,
        mostOfOne: 5000,
        timesLastRuns: 3,
        approvalAbove: null,
        restFrom: "08:00",
        restUntil: "20:00",
        rewriteUpToMb: 64,
        rewriteFrom: "02:00",
        rewriteUntil: "05:00",
        backupDays: 30,
        backupWarnHours: 48,
        backupRequired: false,
      },
    },
  },
  async ({ body, save }) => {
    await save((tx) => saveRunLimits(tx, body));
    return database().transaction("lethe_web", readRunLimits);
  },
);
