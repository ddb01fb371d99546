import { z } from "zod";
import { statisticsSearch } from "#app/(console)/statistics/schema.ts";
import { database } from "#db/client.ts";
import { statistics, type Statistics } from "#db/queries/statistics.ts";
import { csvResponse, type CsvCell } from "#lib/csv.ts";
import { families } from "#lib/families.ts";
import { handler } from "#lib/server/handler.ts";

const familyOf = z.enum(families, `There are statistics of ${families.join(", ")}.`);

/** Counts as CSV, by `by` in its order; a record without a location or group has an empty cell. */
export const GET = handler<{ family: string }>(
  "statistics.read",
  async (request, _staff, params) => {
    const family = familyOf.parse(params.family);
    const { library, ...search } = statisticsSearch.parse(repeated(new URL(request.url)));
    const result = await database().transaction("lethe_statistics", (tx) =>
      statistics(tx, { ...search, family, libraries: library }),
    );
    const measures = result.total.amount === undefined ? ["count"] : ["count", "amount"];
    return csvResponse(`${family}.csv`, [...result.by, ...measures], lines(result));
  },
);

function* lines({ by, rows }: Statistics): Generator<CsvCell[]> {
  for (const row of rows) {
    const cells = by.map((one) => row[one] ?? null);
    yield row.amount === undefined ? [...cells, row.count] : [...cells, row.count, row.amount];
  }
}

/** A repeated name is a list. */
const repeated = ({ searchParams }: URL) =>
  Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
