import { ConfirmRun } from "#app/confirm-run-form.tsx";
import { formatCount, formatCountOf, formatList } from "#lib/format.ts";
import { anonymizationPreviewHelp } from "#lib/help/fulfillment-jobs.ts";
import { runNow } from "./actions.ts";

interface Props {
  /** Links and notes together: the number to type. */
  confirm: number;
  records: number;
  notes: number;
  settingsHash: string;
  /** Of which library or user group too much would go. */
  over: string | null;
}

export function RunForm({ confirm, records, notes, settingsHash, over }: Props) {
  const recordsText = formatCountOf(records, "record", "records");
  const notesText = formatCountOf(notes, "note", "notes");
  const does = formatList([
    ...(records > 0 ? [`Anonymize ${recordsText}`] : []),
    ...(notes > 0 ? [`${records > 0 ? "remove" : "Remove"} ${notesText}`] : []),
  ]);
  return (
    <div className="grid gap-3">
      <ConfirmRun
        action={runNow}
        fields={{ settingsHash }}
        confirm={confirm}
        does={does}
        keeps="Keep everything"
      >
        {over && <p>{over}</p>}
        {records > 0 && (
          <p>
            {recordsText} will no longer name a patron. The records stay, with user group and
            statistical categories, and every statistic stays the same.
          </p>
        )}
        {notes > 0 && <p>{notesText} will be removed.</p>}
        {records > 0 && notes > 0 && (
          <p>
            Together that is {formatCount(records)} + {formatCount(notes)} = {formatCount(confirm)}.
          </p>
        )}
      </ConfirmRun>
      <p className="text-muted max-w-prose">{anonymizationPreviewHelp.irreversible.run.help}</p>
    </div>
  );
}
