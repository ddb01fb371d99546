import { z } from "zod";
import { dimensions } from "#db/queries/statistics.ts";
import { statisticsSearch } from "#app/(console)/statistics/schema.ts";
import { countedRecords } from "#lib/families.ts";
import { csvOrJson } from "../schema.ts";

export const countedParams = z.strictObject({
  family: z.enum(countedRecords, `There are ${countedRecords.join(", ")}.`),
});

export const statisticsQuery = statisticsSearch.extend({ format: csvOrJson });

const measures = {
  count: z.number(),
  amount: z.number().describe("Of fees: the sum of original amounts.").optional(),
};

export const counts = z.object({
  by: z.array(z.enum(dimensions)),
  rows: z
    .array(
      z.object({
        month: z.string().describe("YYYY-MM.").optional(),
        library: z.string().optional(),
        location: z.string().nullable().optional(),
        userGroup: z.string().nullable().optional(),
        category: z.string().describe("TYPE:CATEGORY, or none.").optional(),
        partner: z.string().describe("Of lending requests.").optional(),
        status: z.string().describe("Of lending requests.").optional(),
        ...measures,
      }),
    )
    .describe("Only what was counted by is there."),
  total: z.object(measures).describe("Of the records themselves: rows by category add up to more."),
});
