import { z } from "zod";
import { database } from "#db/client.ts";
import {
  backwards,
  dimensionsOf,
  isBackwards,
  statistics,
  type Statistics,
} from "#db/queries/statistics.ts";
import { csvResponse, type CsvCell } from "#lib/csv.ts";
import { countedWords, type CountedRecord } from "#lib/families.ts";
import { handler } from "#lib/server/handler.ts";
import { parsed } from "#lib/server/parse.ts";
import { counts, countedParams, statisticsQuery } from "../schema.ts";

export const GET = handler(
  {
    permission: "statistics.read",
    summary: "Count the records of a family, or lending requests",
    details:
      "Read by a role that cannot read a patron. by and library may repeat; days are those of the loan, or of creation.",
    params: countedParams,
    query: statisticsQuery,
    answer: counts,
    csv: "The rows, with what they are counted by in its order; what a record lacks is an empty cell.",
    example: {
      params: { family: "loans" },
      query: { by: ["month", "userGroup"], from: "2026-01-01" },
    },
  },
  async ({ params: { family }, query: { library, format, ...search } }) => {
    const { by, from, to } = search;
    parsed(countable(family, from), { by, to }, "The address");
    const result = await database().transaction("lethe_statistics", (tx) =>
      statistics(tx, { ...search, family, libraries: library }),
    );
    if (format === "json") return result;
    const measures = result.total.amount === undefined ? ["count"] : ["count", "amount"];
    return csvResponse(`${family}.csv`, [...result.by, ...measures], lines(result));
  },
);

const countable = (family: CountedRecord, from?: string) => {
  const known = dimensionsOf(family);
  const by = z.enum(known, `${countedWords[family].many} are counted by ${known.join(", ")}.`);
  const to = z.string().refine((to) => !isBackwards({ from, to }), backwards);
  return z.object({ by: z.array(by), to: to.optional() });
};

function* lines({ by, rows }: Statistics): Generator<CsvCell[]> {
  for (const row of rows) {
    const cells = by.map((one) => row[one] ?? null);
    yield row.amount === undefined ? [...cells, row.count] : [...cells, row.count, row.amount];
  }
}
