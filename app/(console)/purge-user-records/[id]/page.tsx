import type { Metadata } from "next";
import type { ReactNode } from "react";
import Link from "next/link";
import { ConfirmRun } from "#app/confirm-run-form.tsx";
import { Missing } from "#app/missing.tsx";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { readCodeNames } from "#db/queries/codes.ts";
import { readInstitution, today } from "#db/queries/institution.ts";
import { findPurgeJob, optionsOfJob } from "#db/queries/purge-jobs.ts";
import { previewPurge, type PurgePreview } from "#jobs/purge-users/preview.ts";
import { formatCountOf, formatDay } from "#lib/format.ts";
import { overLimitSentence } from "#lib/limit-of-one.ts";
import { permits } from "#lib/permissions.ts";
import { deletePolicyNames } from "#lib/purge-fields.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { policyLeaves } from "#lib/help/delete-user-policy.ts";
import { purgeUserRecordsHelp } from "#lib/help/purge-user-records.ts";
import { BackupGate } from "../../monitor-jobs/backup-gate-view.tsx";
import { OverLimit } from "../../monitor-jobs/over-limit-view.tsx";
import { runJob } from "../actions.ts";
import { purgeJobParameter } from "../schema.ts";
import { PreviewSample, PreviewTables } from "../preview-tables-view.tsx";
import { criteriaSentence, settlingSentences, wayOf } from "../sentences-view.ts";

export const metadata: Metadata = { title: "Run a Purge Job" };

export default async function RunPurgeJobPage({ params }: { params: Promise<{ id: string }> }) {
  const staff = await requireStaff("purge.read");
  const id = purgeJobParameter.safeParse((await params).id);
  if (!id.success) return <Missing />;
  const found = await readPage(
    async (tx) => {
      const job = await findPurgeJob(tx, staff, id.data);
      if (!job) return null;
      const { currency } = await readInstitution(tx);
      const { timeZone } = await today(tx);
      const names = await readCodeNames(tx);
      // Somebody's private set: whose members they are is not for others to count.
      if (job.set?.name === null) return { job, currency, timeZone, names, preview: null };
      const preview = await previewPurge(tx, {
        options: optionsOfJob(job),
        staffId: staff.id,
        withSample: permits(staff.roles, "users.read"),
      });
      return { job, currency, timeZone, names, preview };
    },
    { statementTimeoutMs: PREVIEW_TIMEOUT_MS, isolation: "repeatable read" },
  );
  if (!found) return <Missing />;
  const { job, currency, timeZone, names, preview } = found;
  const over = overLimitSentence("users", preview?.limitOfOne ?? null, names);
  return (
    <>
      <PageHeader
        path={["Admin", "User Management", "Purge User Records"]}
        title={criteriaSentence(job, names)}
        lead="What a run would do if it started now. Nothing is changed by looking."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        {preview ? (
          <>
            <Summary
              preview={preview}
              currency={currency}
              way={wayOf(job, currency)}
              zone={timeZone}
            >
              <OverLimit sentence={over} />
              {preview.confirm > 0 && permits(staff.roles, "purge.run") && (
                <BackupGate>
                  <Run id={job.id} preview={preview} currency={currency} over={over} />
                </BackupGate>
              )}
            </Summary>
            <PreviewTables
              preview={preview}
              groups={names.userGroup}
              keptUnder={
                permits(staff.roles, "users.read")
                  ? `/purge-user-records/${job.id}/held-back`
                  : null
              }
            />
            {preview.sample.length > 0 && (
              <PreviewSample sample={preview.sample} groups={names.userGroup} />
            )}
          </>
        ) : (
          <Notice tone="attention">
            This job is about somebody&rsquo;s private set. Only they can run it.
          </Notice>
        )}
      </div>
      <p className="pt-6">
        <Link className="text-link" href="/purge-user-records">
          Back to Purge User Records
        </Link>
      </p>
    </>
  );
}

const users = (count: number) => formatCountOf(count, "user", "users");

interface SummaryProps {
  preview: PurgePreview;
  currency: string;
  way: string[];
  zone: string;
  /** What starts it. */
  children: ReactNode;
}

const Summary = ({ preview, currency, way, zone, children }: SummaryProps) => (
  <div className="grid max-w-prose gap-2">
    <p className="text-lg">
      {preview.confirm === 0
        ? "Nobody would be purged now."
        : `${users(preview.confirm)} would be purged.`}
    </p>
    {children}
    {preview.oldest && preview.newest && (
      <p>
        Their purge dates are from {formatDay(preview.oldest)} to {formatDay(preview.newest)}.
      </p>
    )}
    {settlingSentences(preview, currency).map((sentence) => (
      <p key={sentence}>{sentence}</p>
    ))}
    <p>
      Delete User Policy: {deletePolicyNames[preview.policy]}. {way.join(". ")}.
    </p>
    <p className="text-muted">
      Days are counted to {formatDay(preview.cutOff)} ({zone}).
    </p>
  </div>
);

interface RunProps {
  id: number;
  preview: PurgePreview;
  currency: string;
  /** Of which user group too many would go. */
  over: string | null;
}

const Run = ({ id, preview, currency, over }: RunProps) => (
  <ConfirmRun
    action={runJob}
    fields={{ id: String(id), policy: preview.policy, settingsHash: preview.settingsHash }}
    confirm={preview.confirm}
    does={`Purge ${users(preview.confirm)}`}
    keeps="Keep everybody"
    {...(preview.policy === "keepFullyReportable" && { noUndo: "There is no undo." })}
  >
    {over && <p>{over}</p>}
    <p>
      The Delete User Policy is “{deletePolicyNames[preview.policy]}”.{" "}
      {policyLeaves[preview.policy]}
    </p>
    {settlingSentences(preview, currency).map((sentence) => (
      <p key={sentence}>{sentence}</p>
    ))}
    <p>{purgeUserRecordsHelp.irreversible.run.help}</p>
  </ConfirmRun>
);
