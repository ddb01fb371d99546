import { database } from "#db/client.ts";
import { letterMonths, letterTotals } from "#db/queries/letters.ts";
import { handler } from "#lib/server/handler.ts";
import { letterCounts, letterCountsQuery } from "../schema.ts";

export const GET = handler(
  {
    permission: "letters.read",
    summary: "Count letters by type and month of sending",
    details: "All there ever were: removing letters changes nothing here.",
    query: letterCountsQuery,
    answer: letterCounts,
    example: { query: { type: "FulLoanReceiptLetter" } },
  },
  ({ query: { type } }) =>
    database().transaction("lethe_web", async (tx) => ({
      types: await letterTotals(tx),
      ...(type !== undefined && { months: await letterMonths(tx, type) }),
    })),
);
