"use client";

import { ConfirmRun } from "#app/confirm-run-form.tsx";
import type { Names } from "#lib/code-names.ts";
import { formatCountOf } from "#lib/format.ts";
import { updateSentences } from "#lib/update-sentence.ts";
import { updateUsersHelp } from "#lib/help/run-a-job.ts";
import { runUpdate } from "./actions.ts";
import type { Reviewed } from "./preview-query.ts";

interface Props {
  set: { id: number; name: string };
  /** Names of the user groups. */
  groups: Names;
  reviewed: Reviewed;
  lookAnew: () => void;
}

/** Submits the job, once the number of the preview was typed. */
export function ConfirmUpdate({ set, groups, reviewed, lookAnew }: Props) {
  const { changes, preview } = reviewed;
  const { confirm, settingsHash, users, letters } = preview;
  const verb = users.updated > 0 ? "Update" : "Notify";
  return (
    <ConfirmRun
      action={runUpdate}
      fields={{ set: String(set.id), changes: JSON.stringify(changes), settingsHash }}
      confirm={confirm}
      does={`${verb} ${formatCountOf(confirm, "user", "users")}`}
      keeps="Change nothing"
      noUndo={updateUsersHelp.irreversible.run.help}
      lookAnew={lookAnew}
    >
      {updateSentences(changes, groups).map((sentence) => (
        <p key={sentence}>{sentence}.</p>
      ))}
      {letters.queued > 0 && (
        <p>{formatCountOf(letters.queued, "letter is", "letters are")} written.</p>
      )}
    </ConfirmRun>
  );
}
