import type { Metadata } from "next";
import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { today } from "#db/queries/institution.ts";
import { activeRun } from "#db/queries/job-runs.ts";
import { listLetterTypes } from "#db/queries/letter-types.ts";
import { previewLettersPurge, type LettersPreview } from "#jobs/purge-letters/preview.ts";
import { sampleLetters } from "#jobs/purge-letters/sample.ts";
import { formatCount, formatCountOf, formatDay, formatMonth } from "#lib/format.ts";
import { permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { lettersPreviewHelp } from "#lib/help/letters.ts";
import { NextByItself } from "../../monitor-jobs/next-by-itself-view.tsx";
import { RunEntrance } from "../../monitor-jobs/run-entrance-view.tsx";
import { RunForm } from "./run-form.tsx";

export const metadata: Metadata = { title: "Preview of Letters Purge with Retention" };

export default async function LettersPreviewPage() {
  const person = await requireStaff("letters.read");
  const { preview, sample, names, timeZone, active } = await readPage(
    async (tx) => {
      const preview = await previewLettersPurge(tx);
      const mayKnow = preview.confirm > 0 && permits(person.roles, "users.read");
      return {
        preview,
        sample: mayKnow ? await sampleLetters(tx, preview.cutOff) : [],
        names: new Map((await listLetterTypes(tx)).map(({ code, name }) => [code, name])),
        timeZone: (await today(tx)).timeZone,
        active: await activeRun(tx, "letters-purge"),
      };
    },
    { statementTimeoutMs: PREVIEW_TIMEOUT_MS, isolation: "repeatable read" },
  );
  return (
    <>
      <PageHeader
        path={["Configuration", "General", "Letters", "Letters Configuration"]}
        title={lettersPreviewHelp.title}
        lead={lettersPreviewHelp.lead}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        <div className="grid max-w-prose gap-2">
          <p className="text-lg">{removedSentence(preview.confirm)}</p>
          <RunEntrance
            activeRun={active}
            confirm={preview.confirm}
            mayRun={permits(person.roles, "letters.run")}
          >
            <RunForm {...preview} />
          </RunEntrance>
          {sentences(preview).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <p className="text-muted">
            Days are counted to {formatDay(preview.cutOff)} ({timeZone}).
          </p>
        </div>
        <Tables preview={preview} names={names} />
        {sample.length > 0 && (
          <DataTable
            caption="Some of the letters that would go"
            rows={sample.map((letter, index) => ({ ...letter, index }))}
            rowKey={({ index }) => index}
            empty=""
            columns={[
              {
                head: "Letter type",
                rowHeader: true,
                cell: ({ letterCode }) => names.get(letterCode) ?? letterCode,
              },
              { head: "Created", cell: ({ createdOn }) => formatDay(createdOn) },
              { head: "User, masked", cell: ({ patron }) => patron },
            ]}
          />
        )}
      </div>
      <div className="grid gap-3 pt-6">
        <p>
          <Link className="text-link" href="/letters">
            Back to Letters Configuration
          </Link>
        </p>
        <NextByItself job="letters-purge" />
      </div>
    </>
  );
}

const removedSentence = (letters: number) =>
  letters === 0
    ? "No letter would be removed now."
    : `${formatCountOf(letters, "letter", "letters")} would be removed.`;

function sentences({ confirm, oldest, newest, heldBack, kept, byMonth }: LettersPreview): string[] {
  const whole = byMonth.filter((month) => month.whole).length;
  return [
    ...(confirm > 0 && oldest && newest
      ? [`They were created from ${formatDay(oldest)} to ${formatDay(newest)}.`]
      : []),
    ...(whole > 0
      ? [`${formatCountOf(whole, "month goes", "months go")} as a whole, with every letter in it.`]
      : []),
    ...heldBack.map(
      ({ reason, letters }) =>
        `${formatCountOf(letters, "letter is", "letters are")} past the period and held back: ${reason.toLowerCase()}.`,
    ),
    `${formatCountOf(kept, "letter stays", "letters stay")}.`,
  ];
}

function Tables({ preview, names }: { preview: LettersPreview; names: Map<string, string> }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 lg:grid-cols-2">
      <DataTable
        caption="Would go, by letter type"
        csv
        rows={preview.byType.toSorted((one, other) => other.letters - one.letters)}
        rowKey={({ letterCode }) => letterCode}
        empty="No letter is past its period."
        columns={[
          {
            head: "Letter type",
            rowHeader: true,
            cell: ({ letterCode }) => names.get(letterCode) ?? letterCode,
          },
          { head: "Would go", numeric: true, cell: ({ letters }) => formatCount(letters) },
        ]}
      />
      <DataTable
        caption="Would go, by month of sending"
        csv
        rows={preview.byMonth}
        rowKey={({ month }) => month}
        empty="No letter is past its period."
        columns={[
          { head: "Month", rowHeader: true, cell: ({ month }) => formatMonth(month) },
          { head: "Would go", numeric: true, cell: ({ letters }) => formatCount(letters) },
          { head: "As a whole", cell: ({ whole }) => (whole ? "Yes" : "No") },
        ]}
      />
    </div>
  );
}
