import { Fragment } from "react";
import { BarChart, type Bar } from "#components/bar-chart.tsx";
import { ColumnChart } from "#components/column-chart.tsx";
import type { Dimension, Statistics } from "#db/queries/statistics.ts";
import type { CodeNames } from "#lib/code-names.ts";
import { formatAmount, formatCount, formatCountOf } from "#lib/format.ts";
import { dimensionNames } from "./statistics-form.tsx";
import { everyMonth, sumsBy } from "./statistics-counts-query.ts";

/** Bars of one chart; the table has every row. */
const shown = 12;

interface Props {
  title: string;
  /** By everything chosen, and by everything but the category: rows of categories overlap. */
  result: Statistics;
  apart: Statistics;
  currency: string;
  names: CodeNames;
}

/** Each chosen dimension by itself: counts, and of fees their original amounts. */
export function StatisticsCharts({ title, result, apart, currency, names }: Props) {
  if (result.total.count === 0) return null;
  const hasAmounts = result.total.amount !== undefined;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      {result.by.map((one) => {
        const rows = one === "category" ? result.rows : apart.rows;
        const by = `by ${dimensionNames[one].toLowerCase()}`;
        return (
          <Fragment key={one}>
            <Chart
              dimension={one}
              title={`${title} ${by}`}
              sums={sumsBy(one, rows, "count", names)}
              format={formatCount}
            />
            {hasAmounts && (
              <Chart
                dimension={one}
                title={`Original amounts ${by}, in ${currency}`}
                sums={sumsBy(one, rows, "amount", names)}
                format={one === "month" ? formatCount : (sum) => formatAmount(sum, currency)}
              />
            )}
          </Fragment>
        );
      })}
    </div>
  );
}

interface ChartProps {
  dimension: Dimension;
  title: string;
  sums: Bar[];
  format: (value: number) => string;
}

function Chart({ dimension, title, sums, format }: ChartProps) {
  if (dimension === "month")
    return <ColumnChart title={title} columns={everyMonth(sums)} format={format} />;
  const largestFirst = sums.toSorted((a, b) => b.value - a.value);
  const more = largestFirst.length - shown;
  return (
    <div className="grid gap-2">
      <BarChart title={title} bars={largestFirst.slice(0, shown)} format={format} />
      {more > 0 && (
        <p className="text-muted">And {formatCountOf(more, "smaller one", "smaller ones")}.</p>
      )}
    </div>
  );
}
