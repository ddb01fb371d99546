"use client";

import { AskingForm } from "#components/asking-form.tsx";
import { Button } from "#components/button.tsx";
import { Notice } from "#components/notice.tsx";
import type { Run } from "#db/queries/job-runs.ts";
import { formatCountOf } from "#lib/format.ts";
import { monitorJobsHelp } from "#lib/help/monitor-jobs.ts";
import { withhold } from "./actions.ts";
import { useSteering } from "./steering-form.ts";

/** Letters of a run that wait to be sent, and the way to keep them from it. */
export function LettersOfRun({ run, maySteer }: { run: Run; maySteer: boolean }) {
  const { act, pending } = useSteering(withhold);
  if (run.lettersWaiting === 0) return null;
  const waiting = formatCountOf(run.lettersWaiting, "waiting letter", "waiting letters");
  const { label, help } = monitorJobsHelp.irreversible.withhold;
  return (
    <Notice tone="information">
      <p className="mb-2">
        {formatCountOf(run.lettersWaiting, "letter waits", "letters wait")} to be sent. While a kill
        switch stops this job none leaves.
      </p>
      {maySteer && (
        <AskingForm
          action={act}
          title={`Leave ${waiting} unsent?`}
          confirm={{ label, cancel: "Let them be sent" }}
          question={
            <>
              <p>{help}</p>
              {run.isActive && <p>This run goes on, and may write more. Aborting it ends that.</p>}
            </>
          }
        >
          <input type="hidden" name="id" value={run.id} />
          <Button type="submit" variant="danger" pending={pending}>
            {label}
          </Button>
        </AskingForm>
      )}
    </Notice>
  );
}
