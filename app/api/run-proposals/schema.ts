import { z } from "zod";
import { jobName, proposalDecision } from "#db/schema/index.ts";

export const proposalParams = z.strictObject({
  id: z.coerce.number("A proposal has a number.").int().positive("A proposal has a number."),
});

/** A run that waits for a second person, or what became of it. */
export const proposalRow = z.object({
  id: z.int(),
  job: z.enum(jobName.enumValues),
  proposedBy: z.string().nullable().describe("A person or a key; null for the command line."),
  cutOff: z.string().describe("The day that days are counted to, YYYY-MM-DD."),
  timeZone: z.string(),
  expected: z
    .number()
    .describe("What its preview said would be removed; the number to approve with."),
  hash: z.string().describe("SHA-256 of everything that it would be started with."),
  createdAt: z.string(),
  expiresAt: z.string(),
  decision: z.enum(proposalDecision.enumValues).nullable().describe("Null while it waits."),
  runId: z.int().nullable(),
});

export const wholeProposal = proposalRow.extend({
  frozen: z.unknown().describe("The settings as they stood when the run was asked for."),
  texts: z
    .object({
      note: z.string().nullable(),
      blockNote: z.string().nullable(),
      subject: z.string().nullable(),
      body: z.string().nullable(),
    })
    .nullable()
    .describe(
      "What staff wrote for an update, while it waits: for the person who asked, and for who has users.run and users.read. Null for others.",
    ),
});

export const decisionBody = z.discriminatedUnion("decision", [
  z.strictObject({
    decision: z.literal("approve"),
    confirm: z.int().describe("The number that the proposal expects."),
    hash: z.string().describe("As the proposal was read."),
  }),
  z.strictObject({ decision: z.literal("decline") }),
]);
