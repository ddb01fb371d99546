import { ConfirmRun } from "#app/confirm-run-form.tsx";
import { formatCountOf } from "#lib/format.ts";
import { lettersPreviewHelp } from "#lib/help/letters.ts";
import { runNow } from "./actions.ts";

interface Props {
  confirm: number;
  settingsHash: string;
}

export const RunForm = ({ confirm, settingsHash }: Props) => (
  <div className="grid gap-3">
    <ConfirmRun
      action={runNow}
      fields={{ settingsHash }}
      confirm={confirm}
      does={`Remove ${formatCountOf(confirm, "letter", "letters")}`}
      keeps="Keep everything"
    >
      <p>
        Their subject, text and addresses go. How many letters there were, by type and month, stays.
      </p>
    </ConfirmRun>
    <p className="text-muted max-w-prose">{lettersPreviewHelp.irreversible.run.help}</p>
  </div>
);
