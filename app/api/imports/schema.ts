import { z } from "zod";
import { importStatus, importStep } from "#db/schema/index.ts";
import { moment, count } from "../schema.ts";

const counts = {
  read: count,
  created: count,
  updated: count,
  unchanged: count,
  alreadyAnonymized: count,
  rejected: count,
};

/** An import in a line. */
const importRow = z.object({
  id: z.string(),
  status: z.enum(importStatus.enumValues),
  isMoving: z.boolean().describe("A worker has it or is to have it."),
  dryRun: z.boolean().describe("Only tried: nothing was kept."),
  source: z.string(),
  submittedBy: z.string().describe("The person or the key that asked."),
  createdAt: moment,
  startedAt: moment.nullable(),
  endedAt: moment.nullable(),
  seconds: z.number().nullable(),
  names: z.array(z.string()).describe("What its files are called."),
  ...counts,
});

export const importList = z.object({ imports: z.array(importRow) });

/** Everything that is known of an import. */
export const wholeImport = importRow.extend({
  uploads: z
    .array(
      z.object({
        number: z.int(),
        name: z.string(),
        format: z.string().nullable(),
        size: count,
        modified: z.number().nullable(),
        received: count.describe("Bytes that have arrived: the offset of the next piece."),
      }),
    )
    .describe("Its files as they were named, and how much of each is here."),
  isComplete: z.boolean().describe("All bytes of all files are here, so that it can be started."),
  isHeld: z.boolean().describe("A worker has given a sign of life just now."),
  progress: z
    .object({
      name: z.string().nullable(),
      number: z.int(),
      files: z.int(),
      step: z.enum(importStep.enumValues),
      rows: count.describe("Lines read, or records written so far."),
      share: z
        .number()
        .nullable()
        .describe("Of the whole, from 0 to 1, where a dry run counted it."),
    })
    .nullable(),
  problem: z.string().nullable().describe("Why it failed."),
  reports: z
    .array(
      z.object({
        number: z.int(),
        name: z.string(),
        format: z.string(),
        ...counts,
        newAccountsForPurged: count,
        warnings: z.array(z.string()),
        createdCodes: z.array(z.string()),
      }),
    )
    .describe("What became of each file, in the order of the import."),
  rejects: z
    .array(
      z.object({
        file: z.string(),
        line: z.int(),
        record: z.int().nullable().describe("Its number, where several records share a line."),
        column: z.string().nullable(),
        reason: z.string(),
      }),
    )
    .describe("The first rejected lines; rejects has all of them."),
});

export const openedImport = z.object({ id: z.string() });
export const askedImport = z.object({ id: z.string() });
export const arrival = z.object({
  received: count.describe("Bytes of the file that have arrived."),
});

/** As examples name it. */
export const exampleId = "3f0c6a52-7d1e-4b7a-9c53-2f6d8f1f9a10";
