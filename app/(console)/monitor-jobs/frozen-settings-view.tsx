import type { ReactNode } from "react";
import type { z } from "zod";
import { DataTable } from "#components/data-table.tsx";
import { Section } from "#components/section.tsx";
import type { Run } from "#db/queries/job-runs.ts";
import { frozenAnonymization, type FrozenFamily } from "#jobs/anonymize/frozen.ts";
import { frozenLetters, type FrozenLetters } from "#jobs/purge-letters/frozen.ts";
import { frozenPurge } from "#jobs/purge-users/frozen.ts";
import { jobs } from "#jobs/registry.ts";
import { frozenUpdate } from "#jobs/update-users/frozen.ts";
import { nameIn, type CodeNames } from "#lib/code-names.ts";
import { families, familyWords, type Family } from "#lib/families.ts";
import { formatCount, formatDay } from "#lib/format.ts";
import { retentionText } from "#lib/retention.ts";
import { defaultRuleSentence, ruleSentence } from "#lib/rule-sentence.ts";
import { FrozenPurgeSettings } from "./frozen-purge-view.tsx";
import { FrozenUpdateSettings } from "./frozen-update-view.tsx";
import type { ToldSet } from "./told-set-query.ts";

type ToldRun = Pick<Run, "job" | "cutOff" | "timeZone" | "expected" | "frozen">;

interface Props {
  run: ToldRun;
  /** Of a run that a second person has to let start: there is none yet. */
  isProposed?: boolean;
  /** Where it is about one. */
  set: ToldSet | null;
  names: CodeNames;
}

/** What the run was told when it was asked for; a later change of the settings changes nothing here. */
export function FrozenSettings({ run, isProposed = false, set, names }: Props) {
  return (
    <Section
      title={isProposed ? "What it would be told" : "What it was told"}
      lead={`Days are counted to ${formatDay(run.cutOff)} (${run.timeZone}). Settings as they were when the run was asked for.`}
    >
      {!isProposed && run.expected !== null && (
        <p>
          Before it began, {formatCount(run.expected)} {jobs[run.job]?.things ?? "links and notes"}{" "}
          {run.job === "update-users" ? "were to be changed or notified" : "were to go"}.
        </p>
      )}
      <Told run={run} set={set} names={names} />
    </Section>
  );
}

interface ToldProps extends Pick<Props, "set" | "names"> {
  run: Pick<ToldRun, "job" | "frozen">;
}

export function Told({ run: { job, frozen }, set, names }: ToldProps) {
  switch (job) {
    case "anonymization":
      return read(frozenAnonymization, frozen, (told) =>
        families.map((family) => (
          <FamilySettings
            key={family}
            family={family}
            frozen={told.families[family]}
            names={names}
          />
        )),
      );
    case "letters-purge":
      return read(frozenLetters, frozen, (told) => <Periods told={told} names={names} />);
    case "purge-users":
      return read(frozenPurge, frozen, (told) => (
        <FrozenPurgeSettings told={told} set={set} names={names} />
      ));
    case "update-users":
      return read(frozenUpdate, frozen, (told) => (
        <FrozenUpdateSettings told={told} set={set ?? { id: told.set, name: null }} names={names} />
      ));
  }
}

/** A report is kept a year, in which versions may freeze other things. */
function read<T>(schema: z.ZodType<T>, frozen: unknown, show: (told: T) => ReactNode): ReactNode {
  const told = schema.safeParse(frozen);
  return told.success ? (
    show(told.data)
  ) : (
    <p>Settings of another version, which this one cannot read.</p>
  );
}

interface PeriodsProps extends Pick<Props, "names"> {
  told: FrozenLetters;
}

const Periods = ({ told: { periods }, names }: PeriodsProps) => (
  <DataTable
    caption="Retention periods"
    rows={Object.entries(periods)}
    rowKey={([code]) => code}
    empty="No letter type had a retention period, so no letter could be removed."
    columns={[
      { head: "Letter type", rowHeader: true, cell: ([code]) => nameIn(names.letterType, code) },
      { head: "Retention Period", numeric: true, cell: ([, days]) => retentionText(days) },
    ]}
  />
);

interface FamilyProps extends Pick<Props, "names"> {
  family: Family;
  frozen: FrozenFamily;
}

function FamilySettings({ family, frozen, names }: FamilyProps) {
  const { records, notes, rules } = frozen;
  const { records: recordsBox, notes: notesBox, rules: title } = familyWords[family];
  const ticked = [records && recordsBox, notes && notesBox].filter(Boolean);
  if (ticked.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{title}</h3>
      <p>Ticked: {ticked.join(" · ")}</p>
      <ol className="list-decimal space-y-1 pl-5">
        {rules.map((rule, position) => (
          // Frozen, so their places are theirs for good; names may repeat.
          <li key={position} value={rule.place}>
            <span className="font-medium">{rule.name}:</span> {ruleSentence(family, rule, names)}
          </li>
        ))}
        <li>
          <span className="font-medium">Default rule:</span>{" "}
          {defaultRuleSentence(family, frozen.default)}
        </li>
      </ol>
    </div>
  );
}
