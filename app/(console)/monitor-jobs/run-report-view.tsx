import type { ReactNode } from "react";
import { DataTable } from "#components/data-table.tsx";
import { When } from "#components/when.tsx";
import { Facts, Fingerprint } from "#components/facts.tsx";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import type { Run, RunCounter, RunPart } from "#db/queries/job-runs.ts";
import type { CodeNames } from "#lib/code-names.ts";
import { abortedSentence } from "#lib/aborted-sentence.ts";
import { familyWords, type Family } from "#lib/families.ts";
import { formatCount, formatMoment, formatSeconds, upperFirst } from "#lib/format.ts";
import { ErasureReport } from "./erasure-view.tsx";
import { LettersTables } from "./letters-tables-view.tsx";
import { PurgeTables } from "./purge-tables-view.tsx";
import {
  familyTotals,
  lettersSentences,
  purgeSentences,
  reportSentences,
  updateReportSentences,
} from "./report-sentences-view.ts";
import { RunStops } from "./run-stops-view.tsx";
import { rateText, RunStatusBadge, submitter } from "./run-status-view.tsx";
import { UpdateTables } from "./update-tables-view.tsx";
import { VerdictReport } from "./verdict-view.tsx";

/** What a report names. */
export type ReportNames = Pick<CodeNames, "userGroup" | "letterType">;

interface Report {
  sentences: (counters: RunCounter[]) => string[];
  Tables: (props: { counters: RunCounter[]; names: ReportNames }) => ReactNode;
  /** What the parts of its work are. */
  part: string;
  /** What its tables are of, and what it says when it did nothing, where it does not remove. */
  title?: string;
  nothing?: string;
}

const reports: Partial<Record<Run["job"], Report>> = {
  "letters-purge": { sentences: lettersSentences, Tables: LettersTables, part: "Month" },
  "purge-users": { sentences: purgeSentences, Tables: PurgeTables, part: "Of what" },
  "update-users": {
    sentences: updateReportSentences,
    Tables: UpdateTables,
    part: "Of what",
    title: "What was changed, and who was left alone",
    nothing: "Nobody was changed",
  },
};

/** What a run did, in a sentence, then in tables. */
export function RunReport({ run, names }: { run: Run; names: ReportNames }) {
  const report = reports[run.job] ?? ofFamilies;
  const { sentences: say, Tables, part } = report;
  const sentences = say(run.counters);
  return (
    <>
      <div className="grid max-w-prose gap-2 text-base">
        {run.problem && <Notice tone="danger">{run.problem}</Notice>}
        {run.status === "aborted" && <p>{abortedSentence(run)}</p>}
        <RunStops run={run} />
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {sentences.length === 0 && run.status !== "stoppedByBrake" && (
          <p>
            {report.nothing ?? "Nothing was removed"}
            {run.isActive && " so far"}.
          </p>
        )}
      </div>
      <InShort run={run} />
      <Section title={report.title ?? "What was removed, and what is held back"}>
        <Tables counters={run.counters} names={names} />
      </Section>
      <ErasureReport run={run} />
      <VerdictReport run={run} />
      <Section
        title="How it went"
        lead="The work is divided into parts, which one or more workers take, and each part is done in small batches, so that the library’s other work never waits for it."
      >
        <Parts parts={run.parts} head={part} />
        <Events run={run} />
      </Section>
    </>
  );
}

function InShort({ run }: { run: Run }) {
  const moment = (at: string | null) =>
    at ? formatMoment(at, run.timeZone) : run.isActive ? "Not yet" : "Never";
  const facts: [string, ReactNode][] = [
    ["Status", <RunStatusBadge key="status" {...run} />],
    ["Submitted by", submitter(run)],
    ...(run.approvedBy ? [["Approved by", run.approvedBy] satisfies [string, ReactNode]] : []),
    ["Submitted", moment(run.submittedAt)],
    ["Started", moment(run.startedAt)],
    ["Ended", moment(run.endedAt)],
    ["Took", run.seconds === null ? "–" : formatSeconds(run.seconds)],
    ["Records/second", rateText(run)],
    ["Batches", formatCount(run.batches)],
    ...(run.ceiling === null || run.status === "stoppedByBrake"
      ? []
      : [[atMost(run), formatCount(run.ceiling)] satisfies [string, ReactNode]]),
    ["Version of Lethe", run.softwareVersion ?? "Not kept"],
  ];
  return (
    <Facts facts={facts}>
      {run.frozenHash && <Fingerprint of="what it was told" hash={run.frozenHash} />}
    </Facts>
  );
}

/** What the screen calls a part: a family, or whatever else a job names, as a month. */
const partName = (part: string): string =>
  upperFirst(part in familyWords ? familyWords[part as Family].many : part);

const FamilyTables = ({ counters }: { counters: RunCounter[] }) => (
  <>
    <Totals counters={counters} />
    <Counters counters={counters} measure="records" caption="By rule" head="Rule" />
    <Counters counters={counters} measure="heldBack" caption="Held back" head="Reason" />
  </>
);

const ofFamilies: Report = {
  sentences: reportSentences,
  Tables: FamilyTables,
  part: "Kind of record",
};

const Totals = ({ counters }: { counters: RunCounter[] }) => (
  <DataTable
    caption="By kind of record"
    rows={familyTotals(counters)}
    rowKey={({ family }) => family}
    empty="Nothing was counted."
    columns={[
      { head: "Kind of record", rowHeader: true, cell: ({ family }) => partName(family) },
      { head: "No longer name a patron", numeric: true, cell: (row) => formatCount(row.records) },
      { head: "Held back", numeric: true, cell: (row) => formatCount(row.heldBack) },
      { head: "Notes removed", numeric: true, cell: (row) => formatCount(row.notes) },
    ]}
  />
);

interface CountersProps {
  counters: RunCounter[];
  measure: string;
  caption: string;
  head: string;
}

const Counters = ({ counters, measure, caption, head }: CountersProps) => (
  <DataTable
    caption={caption}
    stacks
    rows={counters.filter((counter) => counter.measure === measure)}
    rowKey={({ part, label }) => `${part} ${label}`}
    empty="None."
    columns={[
      { head, rowHeader: true, cell: ({ label }) => label },
      { head: "Kind of record", cell: ({ part }) => partName(part) },
      { head: "Records", numeric: true, cell: ({ count }) => formatCount(count) },
    ]}
  />
);

const Parts = ({ parts, head }: { parts: RunPart[]; head: string }) => (
  <DataTable
    caption="Work"
    rows={parts}
    rowKey={({ part }) => part}
    empty="There was nothing to look at."
    columns={[
      { head, rowHeader: true, cell: ({ part }) => partName(part) },
      { head: "Expected, about", numeric: true, cell: (row) => formatCount(row.planned) },
      { head: "Looked at", numeric: true, cell: (row) => formatCount(row.visited) },
      {
        head: "Parts done",
        numeric: true,
        cell: (row) => `${formatCount(row.done)} of ${formatCount(row.bulks)}`,
      },
      { head: "Batches", numeric: true, cell: (row) => formatCount(row.batches) },
    ]}
  />
);

const levels = {
  info: { name: "Information", tone: "neutral" },
  warning: { name: "Warning", tone: "attention" },
  error: { name: "Error", tone: "danger" },
} as const;

const Events = ({ run }: { run: Run }) => (
  <DataTable
    caption="Events"
    stacks
    rows={run.events}
    rowKey={({ id }) => id}
    empty="Nothing was logged."
    columns={[
      {
        head: "Time",
        cell: ({ at }) => <When>{formatMoment(at, run.timeZone)}</When>,
      },
      {
        head: "Level",
        cell: ({ level }) => (
          <StatusBadge tone={levels[level].tone}>{levels[level].name}</StatusBadge>
        ),
      },
      { head: "Message", cell: ({ message }) => message },
    ]}
  />
);

/** What was confirmed, and the margin of the limits above it. */
const atMost = ({ job }: Run) =>
  `${job === "update-users" ? "May change" : "May remove"} at most, with the margin of its limits`;
