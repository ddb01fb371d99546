import type { Metadata } from "next";
import { Suspense, type ComponentProps } from "react";
import Link from "next/link";
import { ButtonLink } from "#components/button-link.tsx";
import { CountingTookTooLong } from "#components/counting-took-too-long.tsx";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Skeleton } from "#components/skeleton.tsx";
import { countTypesToLookAt, listLetterTypes } from "#db/queries/letter-types.ts";
import { readSchedule, type JobSchedule } from "#db/queries/schedules.ts";
import { formatCountOf, formatLocal } from "#lib/format.ts";
import { permits } from "#lib/permissions.ts";
import { firstRunSentence } from "#lib/run-words.ts";
import { countingSeconds, readCounts, readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { lettersHelp } from "#lib/help/letters.ts";
import { LetterFilterForm } from "./letter-filter-form.tsx";
import { LetterTypesTable } from "./letter-types-table.tsx";
import {
  countLetters,
  sortLetterTypes,
  sortsByCount,
  type LetterCounts,
} from "./letter-types-query.ts";
import { letterSearch, type LetterSort } from "./schema.ts";

export const metadata: Metadata = { title: "Letters Configuration" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function LettersPage({ searchParams }: Props) {
  const person = await requireStaff("letters.read");
  const search = letterSearch.parse(await searchParams);
  const { patronFacing, attention } = search;
  const { types, schedule, unknown } = await readPage(async (tx) => ({
    types: await listLetterTypes(tx, {
      ...(search.search && { search: search.search }),
      ...(patronFacing && { patronFacing: patronFacing === "yes" }),
      ...(attention && { needsAttention: true }),
    }),
    unknown: await countTypesToLookAt(tx),
    schedule: await readSchedule(tx, "letters-purge"),
  }));
  const counts = readCounts(countLetters);
  const table = { types, counts, mayWrite: permits(person.roles, "letters.write") };
  return (
    <>
      <PageHeader
        {...headerOf(lettersHelp)}
        actions={
          <>
            <ButtonLink href="/letters/counts">Counts by month</ButtonLink>
            <ButtonLink href="/letters/preview">Preview</ButtonLink>
          </>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <NextRun schedule={schedule} />
        {unknown > 0 && !attention && (
          <Notice tone="attention">
            {formatCountOf(
              unknown,
              "letter type came with an import and needs attention: it has",
              "letter types came with an import and need attention: they have",
            )}{" "}
            no retention period yet.{" "}
            <Link className="text-link" href="/letters?attention=yes">
              Show them
            </Link>
          </Notice>
        )}
        <LetterFilterForm search={search} />
        {sortsByCount(search.sort) ? (
          <Suspense fallback={<Skeleton lines={14} />}>
            <SortedByCount {...table} sort={search.sort} />
          </Suspense>
        ) : (
          <LetterTypesTable {...table} types={sortLetterTypes(types, search.sort)} />
        )}
        {/* Below what is read already, which it would push away. */}
        <Suspense>
          <NotCounted counts={counts} />
        </Suspense>
      </div>
    </>
  );
}

async function NotCounted({ counts }: { counts: Promise<LetterCounts | null> }) {
  return (await counts) === null && <CountingTookTooLong seconds={countingSeconds} />;
}

type SortedProps = ComponentProps<typeof LetterTypesTable> & { sort: LetterSort };

/** The one table whose rows must wait for the counts. */
async function SortedByCount({ sort, types, counts, mayWrite }: SortedProps) {
  return (
    <LetterTypesTable
      types={sortLetterTypes(types, sort, (await counts) ?? {})}
      counts={counts}
      mayWrite={mayWrite}
    />
  );
}

const NextRun = ({ schedule }: { schedule: JobSchedule }) =>
  schedule.nextRunLocal ? (
    <p className="text-muted">
      {schedule.firstRunByHand
        ? firstRunSentence
        : `Next run: ${formatLocal(schedule.nextRunLocal)} (${schedule.timeZone}).`}{" "}
      <Link className="text-link" href="/monitor-jobs">
        Monitor Jobs
      </Link>
    </p>
  ) : (
    <Notice tone="attention">
      Letters Purge with Retention is inactive: no letter is removed by itself. Switch it on at{" "}
      <Link className="text-link" href="/monitor-jobs">
        Monitor Jobs
      </Link>
      . {schedule.firstRunByHand && firstRunSentence}
    </Notice>
  );
