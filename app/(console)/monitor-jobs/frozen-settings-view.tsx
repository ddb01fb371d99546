import { DataTable } from "#components/data-table.tsx";
import { Section } from "#components/section.tsx";
import type { Run } from "#db/queries/job-runs.ts";
import { frozenAnonymization, type FrozenFamily } from "#jobs/anonymize/frozen.ts";
import { parsePeriods } from "#jobs/purge-letters/frozen.ts";
import { jobs } from "#jobs/registry.ts";
import { families, familyWords, type Family } from "#lib/families.ts";
import { formatCount, formatDay } from "#lib/format.ts";
import { retentionText } from "#lib/retention.ts";
import { defaultRuleSentence, ruleSentence } from "#lib/rule-sentence.ts";
import { FrozenPurgeSettings } from "./frozen-purge-view.tsx";
import { FrozenUpdateSettings } from "./frozen-update-view.tsx";

type ToldRun = Pick<Run, "job" | "cutOff" | "timeZone" | "expected" | "frozen">;

/** What the run was told when it was asked for; a later change of the settings changes nothing here. */
export function FrozenSettings({ run }: { run: ToldRun }) {
  return (
    <Section
      title="What it was told"
      lead={`Days are counted to ${formatDay(run.cutOff)} (${run.timeZone}). Settings as they were when the run was asked for.`}
    >
      {run.expected !== null && (
        <p>
          Before it began, {formatCount(run.expected)} {jobs[run.job]?.things ?? "links and notes"}{" "}
          {run.job === "update-users" ? "were to be changed or notified" : "were to go"}.
        </p>
      )}
      <Told run={run} />
    </Section>
  );
}

function Told({ run }: { run: ToldRun }) {
  if (run.job === "update-users") return <FrozenUpdateSettings frozen={run.frozen} />;
  if (run.job === "purge-users") return <FrozenPurgeSettings frozen={run.frozen} />;
  return run.job === "letters-purge" ? <Periods run={run} /> : <Families run={run} />;
}

function Families({ run }: { run: ToldRun }) {
  const frozen = frozenAnonymization.safeParse(run.frozen).data;
  return (
    frozen &&
    families.map((family) => (
      <FamilySettings key={family} family={family} frozen={frozen.families[family]} />
    ))
  );
}

function Periods({ run }: { run: ToldRun }) {
  const { periods } = parsePeriods(run.frozen);
  return (
    <DataTable
      caption="Retention periods"
      rows={Object.entries(periods)}
      rowKey={([code]) => code}
      empty="No letter type had a retention period, so no letter could be removed."
      columns={[
        { head: "Letter type", rowHeader: true, cell: ([code]) => code },
        { head: "Retention Period", numeric: true, cell: ([, days]) => retentionText(days) },
      ]}
    />
  );
}

function FamilySettings({ family, frozen }: { family: Family; frozen: FrozenFamily }) {
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
          <li key={position}>
            <span className="font-medium">{rule.name}:</span> {ruleSentence(family, rule)}
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
