import type { Metadata } from "next";
import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { letterMonths, letterTotals, type LetterTotal } from "#db/queries/letters.ts";
import { formatCount, formatCountOf, formatMonth } from "#lib/format.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { letterCountsHelp } from "#lib/help/letters.ts";

export const metadata: Metadata = { title: "Letters by Type and Month" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function LetterCountsPage({ searchParams }: Props) {
  await requireStaff("letters.read");
  const { type } = await searchParams;
  const { totals, chosen, months } = await readPage(async (tx) => {
    const all = await letterTotals(tx);
    const one = all.find(({ code }) => code === type);
    return { totals: all, chosen: one, months: one ? await letterMonths(tx, one.code) : [] };
  });
  const counted = chosen ? [chosen] : totals;
  const total = counted.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <PageHeader
        path={["Configuration", "General", "Letters", "Letters Configuration"]}
        title={letterCountsHelp.title}
        lead={letterCountsHelp.lead}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <p className="text-lg">
          {chosen ? `${chosen.name}: ` : ""}
          {formatCountOf(total, "letter", "letters")} in all.
        </p>
        {chosen ? <Months months={months} /> : <Totals totals={totals} />}
        <p>
          {chosen ? (
            <Link className="text-link" href="/letters/counts">
              All letter types
            </Link>
          ) : (
            <Link className="text-link" href="/letters">
              Back to Letters Configuration
            </Link>
          )}
        </p>
      </div>
    </>
  );
}

const Totals = ({ totals }: { totals: LetterTotal[] }) => (
  <DataTable
    caption="Letters by type"
    csv
    hiddenCaption
    rows={totals}
    rowKey={({ code }) => code}
    empty="No letter was imported yet."
    columns={[
      {
        head: "Letter type",
        rowHeader: true,
        cell: ({ code, name }) => (
          <Link
            className="text-link"
            href={`/letters/counts?${new URLSearchParams({ type: code })}`}
          >
            {name}
          </Link>
        ),
      },
      { head: "Letters", numeric: true, cell: ({ count }) => formatCount(count) },
      { head: "First month", cell: ({ first }) => formatMonth(first) },
      { head: "Last month", cell: ({ last }) => formatMonth(last) },
    ]}
  />
);

const Months = ({ months }: { months: { month: string; count: number }[] }) => (
  <DataTable
    caption="Letters by month"
    csv
    hiddenCaption
    rows={months}
    rowKey={({ month }) => month}
    empty="No letter was imported yet."
    columns={[
      { head: "Month", rowHeader: true, cell: ({ month }) => formatMonth(month) },
      { head: "Letters", numeric: true, cell: ({ count }) => formatCount(count) },
    ]}
  />
);
