import type { Metadata } from "next";
import { ButtonLink } from "#components/button-link.tsx";
import { LinkTabs } from "#components/link-tabs.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { database } from "#db/client.ts";
import { readCodeNames } from "#db/queries/codes.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { isBackwards, readLibraries, statistics } from "#db/queries/statistics.ts";
import { countedRecords, countedWords } from "#lib/families.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { unlessAway } from "#lib/server/unless-away.ts";
import { headerOf } from "#lib/help/help.ts";
import { statisticsHelp } from "#lib/help/reports.ts";
import { StatisticsCharts } from "./statistics-chart-view.tsx";
import { StatisticsForm } from "./statistics-form.tsx";
import { statisticsAddress, statisticsState } from "./schema.ts";
import { StatisticsTable } from "./statistics-table.tsx";
import { StatisticsTotal } from "./statistics-total-view.tsx";

export const metadata: Metadata = { title: "Statistics" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StatisticsPage({ searchParams }: Props) {
  await requireStaff("statistics.read");
  const query = statisticsState.parse(await searchParams);
  const counting = unlessAway(
    database().transaction(
      "lethe_statistics",
      async (tx) => {
        const result = await statistics(tx, query);
        const by = query.by.filter((one) => one !== "category");
        const overlaps = by.length > 0 && by.length < query.by.length;
        const apart = overlaps ? await statistics(tx, { ...query, by }) : result;
        return { result, apart, libraries: await readLibraries(tx) };
      },
      { isolation: "repeatable read" },
    ),
  );
  const [{ result, apart, libraries }, { currency, names }] = await Promise.all([
    counting,
    readPage(async (tx) => ({
      currency: (await readInstitution(tx)).currency,
      names: await readCodeNames(tx),
    })),
  ]);
  const address = statisticsAddress(query);
  const { title } = countedWords[query.family];
  return (
    <>
      <PageHeader
        {...headerOf(statisticsHelp)}
        actions={
          !isBackwards(query) && (
            <ButtonLink href={`/api/statistics/${query.family}?${address}&format=csv`}>
              Download CSV
            </ButtonLink>
          )
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <LinkTabs
          label="Kind of record"
          tabs={countedRecords.map((family) => ({
            href: `/statistics?family=${family}&${address}`,
            label: countedWords[family].title,
            isCurrent: family === query.family,
          }))}
        />
        <StatisticsForm query={query} libraries={libraries} />
        {!isBackwards(query) && (
          <>
            <StatisticsTotal query={query} total={result.total} currency={currency} />
            <StatisticsCharts
              title={title}
              result={result}
              apart={apart}
              currency={currency}
              names={names}
            />
            <StatisticsTable title={title} result={result} currency={currency} names={names} />
          </>
        )}
      </div>
    </>
  );
}
