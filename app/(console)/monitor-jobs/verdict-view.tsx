import { DataTable } from "#components/data-table.tsx";
import { Section } from "#components/section.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import type { Run } from "#db/queries/job-runs.ts";
import type { VerdictCheck } from "#db/queries/verdicts.ts";
import { formatCount, formatMoment } from "#lib/format.ts";

const wasStopped = ({ status }: Run) => status === "aborted" || status === "stoppedByBrake";

/** What was looked at again when the run had ended, how, and what was found; or that nobody has looked. */
export function VerdictReport({ run }: { run: Run }) {
  if (!run.verdictChecks) return !run.isActive && run.removed > 0 ? <Unverified /> : null;
  const { verdictAcknowledgedAt: at, verdictAcknowledgedBy: by } = run;
  return (
    <Section
      title="Verification"
      lead={
        wasStopped(run)
          ? "When the run had stopped, Lethe looked once more at what it did, in a way written apart from the job. What it did not come to is left out."
          : "When the run was through, Lethe looked at everything once more, in a way written apart from the job, so that a mistake of the one is seen by the other."
      }
    >
      {at && (
        <p>
          Looked at {by === null ? "" : `by ${by} `}on {formatMoment(at, run.timeZone)}: the job may
          run again.
        </p>
      )}
      <DataTable
        caption="What was checked, and how"
        stacks
        rows={run.verdictChecks}
        rowKey={({ name }) => name}
        empty="Nothing was checked."
        columns={[
          { head: "Check", rowHeader: true, cell: ({ name }) => name },
          { head: "Result", cell: (check) => <Result check={check} /> },
          {
            head: "How",
            cell: ({ how }) => <span className="block max-w-prose min-w-56">{how}</span>,
          },
        ]}
      />
    </Section>
  );
}

/** What ended in a failure, or before stopped runs were looked at. */
const Unverified = () => (
  <Section title="Verification">
    <p>
      Not verified: the run ended in a way that left no second look at what it did. What it did is
      whole, and counted above.
    </p>
  </Section>
);

const Result = ({ check: { good, found } }: { check: VerdictCheck }) =>
  good ? (
    <StatusBadge tone="good">Holds</StatusBadge>
  ) : (
    <StatusBadge tone="danger">{`${formatCount(found)} against it`}</StatusBadge>
  );
