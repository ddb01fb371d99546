import { BarChart, type Bar } from "#components/bar-chart.tsx";
import { ColumnChart } from "#components/column-chart.tsx";
import type { Dimension, Statistics } from "#db/queries/statistics.ts";
import { formatCount, formatCountOf } from "#lib/format.ts";
import { dimensionNames } from "./statistics-form.tsx";
import { countsBy, everyMonth } from "./statistics-counts-query.ts";

/** Bars of one chart; the table has every row. */
const shown = 12;

interface Props {
  title: string;
  /** By everything chosen, and by everything but the category: rows of categories overlap. */
  result: Statistics;
  apart: Statistics;
}

/** Each chosen dimension by itself. */
export function StatisticsCharts({ title, result, apart }: Props) {
  if (result.total.count === 0) return null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      {result.by.map((one) => (
        <Chart
          key={one}
          dimension={one}
          title={`${title} by ${dimensionNames[one].toLowerCase()}`}
          counts={countsBy(one, one === "category" ? result.rows : apart.rows)}
        />
      ))}
    </div>
  );
}

interface ChartProps {
  dimension: Dimension;
  title: string;
  counts: Bar[];
}

function Chart({ dimension, title, counts }: ChartProps) {
  if (dimension === "month")
    return <ColumnChart title={title} columns={everyMonth(counts)} format={formatCount} />;
  const largestFirst = counts.toSorted((a, b) => b.value - a.value);
  const more = largestFirst.length - shown;
  return (
    <div className="grid gap-2">
      <BarChart title={title} bars={largestFirst.slice(0, shown)} format={formatCount} />
      {more > 0 && (
        <p className="text-muted">And {formatCountOf(more, "smaller one", "smaller ones")}.</p>
      )}
    </div>
  );
}
