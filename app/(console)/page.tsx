import type { Metadata } from "next";
import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import { database } from "#db/client.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { lastRuns, type RunRow } from "#db/queries/job-runs.ts";
import { namedRecords } from "#db/queries/overview.ts";
import { readSchedule, type JobSchedule } from "#db/queries/schedules.ts";
import { jobTitles } from "#jobs/registry.ts";
import { families, familyWords, type Family } from "#lib/families.ts";
import { formatCount, formatLocal, formatMoment } from "#lib/format.ts";
import { requireStaff } from "#lib/server/session.ts";
import { RunStatusBadge } from "./monitor-jobs/run-status-view.tsx";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  await requireStaff("overview.read");
  const { named, settings, schedule, last, institution } = await database().transaction(
    "lethe_web",
    async (tx) => ({
      named: await namedRecords(tx),
      settings: await readAnonymization(tx),
      schedule: await readSchedule(tx, "anonymization"),
      last: (await lastRuns(tx)).find(({ job }) => job === "anonymization"),
      institution: await readInstitution(tx),
    }),
  );
  const sentences = attention(settings, schedule, last);
  return (
    <>
      <PageHeader
        path={[]}
        title="Overview"
        lead="What still names a patron, when it is next let go, and what needs a look. Lethe works on its own store and never reaches into the library system."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        {institution.isDemo && (
          <Notice tone="information">This is a demo library: every person in it is made up.</Notice>
        )}
        <Section title="Needs attention">
          {sentences.length === 0 && <p>Nothing.</p>}
          {sentences.map((sentence) => (
            <Notice key={sentence} tone="attention">
              {sentence}
            </Notice>
          ))}
        </Section>
        <DataTable
          caption="Records that name a patron"
          rows={named}
          rowKey={({ family }) => family}
          empty="No record has been imported."
          columns={[
            {
              head: "Kind of record",
              rowHeader: true,
              cell: ({ family }) => capitalized(familyWords[family].many),
            },
            {
              head: "Finished, and still naming a patron",
              numeric: true,
              cell: ({ finished }) => formatCount(finished),
            },
            { head: "In use", numeric: true, cell: ({ active }) => formatCount(active) },
            {
              head: "The job takes",
              cell: ({ family }) => taken(settings[family]),
            },
          ]}
        />
        <Section title={jobTitles.anonymization}>
          <p>
            {schedule.nextRunLocal
              ? `Next run: ${formatLocal(schedule.nextRunLocal)} (${schedule.timeZone}).`
              : "It does not run by itself."}{" "}
            <Link className="text-link" href="/monitor-jobs">
              Monitor Jobs
            </Link>
          </p>
          {last && <LastRun run={last} />}
        </Section>
      </div>
    </>
  );
}

const LastRun = ({ run }: { run: RunRow }) => (
  <p className="flex flex-wrap items-center gap-2">
    Last run: <RunStatusBadge status={run.status} />
    {formatCount(run.records)} records let go, {formatCount(run.heldBack)} held back.
    <Link className="text-link" href={`/monitor-jobs/${run.id}`}>
      Report of {formatMoment(run.endedAt ?? run.submittedAt, run.timeZone)}
    </Link>
  </p>
);

type Settings = Awaited<ReturnType<typeof readAnonymization>>;

function taken({ records, notes }: Settings[Family]): string {
  if (records) return notes ? "Records and notes" : "Records, and leaves their notes";
  return notes ? "Notes alone" : "Nothing";
}

/** What keeps patrons named although somebody may think otherwise. */
function attention(settings: Settings, schedule: JobSchedule, last: RunRow | undefined): string[] {
  const sentences = [];
  const isAnything = families.some((family) => settings[family].records || settings[family].notes);
  if (!schedule.active)
    sentences.push("The anonymization job is inactive: nothing is forgotten by itself.");
  if (schedule.active && !isAnything)
    sentences.push("The anonymization job is active, but no kind of record is ticked.");
  for (const family of families) {
    const { records, rules, default: byDefault } = settings[family];
    const letsGo = byDefault || rules.some((rule) => rule.enabled && rule.anonymize);
    if (records && !letsGo)
      sentences.push(`${familyWords[family].rules}: no enabled rule anonymizes anything.`);
  }
  if (last?.status === "failed")
    sentences.push(`The last run failed. ${last.problem ?? "Its report tells more."}`);
  return sentences;
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
