import { z } from "zod";
import { dimensions, dimensionsOf, type StatisticsQuery } from "#db/queries/statistics.ts";
import { blankIsAbsent } from "#lib/blank-is-absent.ts";
import { calendarDay } from "#lib/calendar-day.ts";
import { countedRecords } from "#lib/families.ts";

const day = calendarDay();
const listed = <Schema extends z.ZodType>(each: Schema) =>
  z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(each),
  );

/** What GET /api/statistics/<family> takes besides; `by` and `library` may repeat. */
export const statisticsSearch = z.strictObject({
  by: listed(z.enum(dimensions)),
  from: day.optional(),
  to: day.optional(),
  library: listed(z.string().min(1).max(200)),
});

/** The state of the screen in its address. What does not fit is left out; months come first. */
export const statisticsState = z
  .object({
    family: z.enum(countedRecords).catch("loans"),
    by: statisticsSearch.shape.by.catch([]),
    from: blankIsAbsent(day),
    to: blankIsAbsent(day),
    library: statisticsSearch.shape.library.catch([]),
  })
  .transform(({ family, by, library, ...days }): StatisticsQuery => {
    const possible = dimensionsOf(family).filter((one) => by.includes(one));
    return {
      family,
      ...days,
      libraries: library,
      by: possible.length > 0 ? possible : ["month"],
    };
  });

/** "by=month&by=library&from=2026-01-01" */
export function statisticsAddress({ by, from, to, libraries = [] }: StatisticsQuery): string {
  const search = new URLSearchParams([
    ...by.map((one) => ["by", one]),
    ...libraries.map((code) => ["library", code]),
  ]);
  if (from) search.set("from", from);
  if (to) search.set("to", to);
  return search.toString();
}
