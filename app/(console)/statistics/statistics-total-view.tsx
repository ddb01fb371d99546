import type { Statistics, StatisticsQuery } from "#db/queries/statistics.ts";
import { countedWords } from "#lib/families.ts";
import { formatAmount, formatCountOf, formatDay } from "#lib/format.ts";

interface Props {
  query: StatisticsQuery;
  total: Statistics["total"];
  currency: string;
}

/** The total, apart from the rows, and where the rows do not add up to it. */
export function StatisticsTotal({ query, total, currency }: Props) {
  const { one, many } = countedWords[query.family];
  const amount =
    total.amount === undefined ? "" : `, originally ${formatAmount(total.amount, currency)}`;
  return (
    <div className="grid max-w-prose gap-1 text-base">
      <p>
        <strong className="font-semibold">
          {formatCountOf(total.count, one, many)}
          {amount}
        </strong>{" "}
        in all{period(query)}.
      </p>
      {query.family !== "lendingRequests" && (
        <p className="text-muted">
          Those in use and those anonymized already are among them. Overview counts only what still
          names a patron.
        </p>
      )}
      {query.by.includes("category") && (
        <p className="text-muted">
          A record with several statistical categories counts once in each, so these rows do not add
          up to the total.
        </p>
      )}
      {query.by.includes("location") && !query.by.includes("library") && (
        <p className="text-muted">
          A location code that several libraries use is counted as one. Count by library too to tell
          them apart.
        </p>
      )}
    </div>
  );
}

function period({ from, to }: StatisticsQuery): string {
  if (from && to) return `, from ${formatDay(from)} to ${formatDay(to)}`;
  if (from) return `, from ${formatDay(from)} on`;
  return to ? `, up to ${formatDay(to)}` : "";
}
