import type { Bar } from "#components/bar-chart.tsx";
import type { Dimension, StatisticsRow } from "#db/queries/statistics.ts";
import { nameIn, noNames } from "#lib/code-names.ts";
import { formatCode, formatMonth } from "#lib/format.ts";

/** What a row is of, in words; the absence of a location, group or category has a name too. */
export function dimensionText(one: Dimension, row: StatisticsRow, names = noNames): string {
  const value = row[one];
  if (value === null || value === undefined)
    return one === "location" ? "No location" : "No user group";
  if (one === "category" && value === "none") return "No category";
  if (one === "status") return formatCode(value);
  if (one === "library" || one === "userGroup") return nameIn(names[one], value);
  return one === "month" ? formatMonth(value) : value;
}

/** Rows summed by one dimension, in their order; locations by library, where that is counted by too. Months stay YYYY-MM; amounts are whole cents on the way. */
export function sumsBy(
  one: Dimension,
  rows: readonly StatisticsRow[],
  measure: "count" | "amount" = "count",
  names = noNames,
): Bar[] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const label = labelOf(one, row, names);
    sums.set(label, (sums.get(label) ?? 0) + Math.round((row[measure] ?? 0) * 100));
  }
  return [...sums].map(([label, cents]) => ({ label, value: cents / 100 }));
}

/** A code is that of one location only within its library. */
function labelOf(one: Dimension, row: StatisticsRow, names: typeof noNames): string {
  if (one === "month") return row.month ?? "";
  const text = dimensionText(one, row, names);
  return one === "location" && row.library !== undefined
    ? `${dimensionText("library", row, names)}: ${text}`
    : text;
}

/** From the first month to the last without a gap: nothing happening is a value. */
export function everyMonth(counts: readonly Bar[]): Bar[] {
  const known = new Map(counts.map(({ label, value }) => [label, value]));
  const months = [...known.keys()].toSorted();
  const [first] = months;
  const last = months.at(-1);
  if (!first || !last) return [];
  const all = [];
  for (let month = first; month <= last; month = monthAfter(month)) {
    all.push({ label: formatMonth(month), value: known.get(month) ?? 0 });
  }
  return all;
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12
    ? `${String(year + 1).padStart(4, "0")}-01`
    : `${String(year).padStart(4, "0")}-${String(number + 1).padStart(2, "0")}`;
}
