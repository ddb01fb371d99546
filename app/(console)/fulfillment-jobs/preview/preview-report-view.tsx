import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { readCodeNames } from "#db/queries/codes.ts";
import { today } from "#db/queries/institution.ts";
import { activeRun } from "#db/queries/job-runs.ts";
import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { samplePreview, type SampledRecord } from "#jobs/anonymize/sample.ts";
import { families, type Family } from "#lib/families.ts";
import { formatDay } from "#lib/format.ts";
import { overLimitSentence } from "#lib/limit-of-one.ts";
import { permits, type StaffRole } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { NextByItself } from "../../monitor-jobs/next-by-itself-view.tsx";
import { OverLimit } from "../../monitor-jobs/over-limit-view.tsx";
import { RunEntrance } from "../../monitor-jobs/run-entrance-view.tsx";
import { FamilyReport } from "./family-report-view.tsx";
import { FamilyTotals } from "./family-totals-table.tsx";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { RunForm } from "./run-form.tsx";
import { lettersSentence, takenSentence } from "./sentences-view.ts";

export async function PreviewReport({ roles }: { roles: StaffRole[] }) {
  const { preview, samples, names, timeZone, active } = await readPreview(
    permits(roles, "users.read"),
  );
  const parts = families.map((family) => preview.families[family]);
  const records = parts.reduce((sum, part) => sum + part.records, 0);
  const notes = parts.reduce((sum, part) => sum + part.notes, 0);
  const over = overLimitSentence("finished records", preview.limitOfOne, names);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      <div className="grid gap-3">
        <p className="text-lg">{takenSentence(records, notes)}</p>
        <OverLimit sentence={over} />
        <RunEntrance
          activeRun={active}
          confirm={preview.confirm}
          mayRun={permits(roles, "anonymization.run")}
        >
          <RunForm {...preview} records={records} notes={notes} over={over} />
        </RunEntrance>
        <p className="text-muted">
          Days are counted to {formatDay(preview.cutOff)} ({timeZone}).
        </p>
        {parts.every(({ included }) => !included) && (
          <Notice tone="information">
            No box is ticked on Fulfillment Jobs Configuration, so the job takes nothing. Below is
            what the rules say of each family.
          </Notice>
        )}
      </div>
      <FamilyTotals families={preview.families} />
      {records > 0 && preview.lettersKept > 0 && (
        <Notice tone="attention">
          {lettersSentence(preview.lettersKept)}{" "}
          {permits(roles, "letters.read") && (
            <Link className="text-link" href="/letters">
              Letters Configuration
            </Link>
          )}
        </Notice>
      )}
      {families.map((family) => (
        <FamilyReport
          key={family}
          family={family}
          preview={preview.families[family]}
          sample={samples[family]}
          names={names}
        />
      ))}
      <div className="grid gap-3">
        <p>
          <Link className="text-link" href="/fulfillment-jobs">
            Back to Fulfillment Jobs Configuration
          </Link>
        </p>
        <NextByItself job="anonymization" isOver={over !== null} />
      </div>
    </div>
  );
}

const readPreview = (withPatrons: boolean) =>
  readPage(
    async (tx) => {
      const preview = await previewAnonymization(tx);
      const samples = {} as Record<Family, SampledRecord[]>;
      for (const family of families) {
        const { records, notes } = preview.families[family];
        samples[family] = records + notes > 0 ? await samplePreview(tx, family, withPatrons) : [];
      }
      return {
        preview,
        samples,
        names: await readCodeNames(tx),
        timeZone: (await today(tx)).timeZone,
        active: await activeRun(tx, "anonymization"),
      };
    },
    { statementTimeoutMs: PREVIEW_TIMEOUT_MS, isolation: "repeatable read" },
  );
