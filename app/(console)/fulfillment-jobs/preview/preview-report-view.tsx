import { Notice } from "#components/notice.tsx";
import { database } from "#db/client.ts";
import { today } from "#db/queries/institution.ts";
import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { families } from "#lib/families.ts";
import { formatDay } from "#lib/format.ts";
import { permits, type StaffRole } from "#lib/permissions.ts";
import { FamilyReport } from "./family-report-view.tsx";
import { PREVIEW_TIMEOUT_MS } from "./schema.ts";
import { RunForm } from "./run-form.tsx";
import { takenSentence } from "./sentences-view.ts";

export async function PreviewReport({ roles }: { roles: StaffRole[] }) {
  const { preview, timeZone } = await database().transaction(
    "lethe_web",
    async (tx) => ({
      preview: await previewAnonymization(tx),
      timeZone: (await today(tx)).timeZone,
    }),
    { statementTimeoutMs: PREVIEW_TIMEOUT_MS, isolation: "repeatable read" },
  );
  const parts = families.map((family) => preview.families[family]);
  const records = parts.reduce((sum, part) => sum + part.records, 0);
  const notes = parts.reduce((sum, part) => sum + part.notes, 0);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      <div className="grid gap-2">
        <p className="text-lg">{takenSentence(records, notes)}</p>
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
      {families.map((family) => (
        <FamilyReport key={family} family={family} preview={preview.families[family]} />
      ))}
      {preview.confirm > 0 && permits(roles, "anonymization.run") && (
        <RunForm confirm={preview.confirm} records={records} notes={notes} />
      )}
    </div>
  );
}
