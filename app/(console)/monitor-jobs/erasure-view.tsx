import { Section } from "#components/section.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import type { Run } from "#db/queries/job-runs.ts";
import { erasureStages, isGone, type Stage } from "#lib/erasure.ts";
import { formatDay, formatMoment } from "#lib/format.ts";
import { CertificateForm } from "./certificate-form.tsx";

/** How far what the run removed is gone from the server's files. Nothing where it removed nothing. */
export function ErasureReport({ run }: { run: Run }) {
  if (!run.erasure) return null;
  const { backupsEndOn } = run.erasure;
  return (
    <Section
      title="Erasure"
      lead="What a run removes is out of reach of every screen and query at once; its bytes stay in the database's files until these are written anew."
    >
      <ol className="grid gap-3">
        {erasureStages(run.erasure, run.endedAt).map((stage) => (
          <li key={stage.name} className="grid gap-1">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <StageBadge {...stage} />
              <span className="font-medium">{stage.name}</span>
              {stage.at && (
                <span className="text-muted tabular-nums">
                  {formatMoment(stage.at, run.timeZone)}
                </span>
              )}
            </div>
            {stage.note && <p className="text-muted max-w-prose break-words">{stage.note}</p>}
          </li>
        ))}
      </ol>
      {backupsEndOn && (
        <p>Backups and archived logs may hold it until {formatDay(backupsEndOn)}.</p>
      )}
      {run.job !== "update-users" && <CertificateForm run={run.id} isGone={isGone(run.erasure)} />}
    </Section>
  );
}

const badges = {
  done: { tone: "good", word: "Done" },
  waits: { tone: "neutral", word: "Waits" },
  unseen: { tone: "neutral", word: "Not seen" },
} as const;

const StageBadge = ({ state }: Stage) => (
  <StatusBadge tone={badges[state].tone}>{badges[state].word}</StatusBadge>
);
