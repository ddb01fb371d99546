"use client";

import { ActionForm } from "#components/action-form.tsx";
import { AskingForm } from "#components/asking-form.tsx";
import { Button } from "#components/button.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormMessage } from "#components/form-message.tsx";
import { useLatest } from "#components/latest-outcome.ts";
import { StatusBadge } from "#components/status-badge.tsx";
import type { Engaged } from "#jobs/engine/kill-switch.ts";
import { formatMoment } from "#lib/format.ts";
import { safetyHelp } from "#lib/help/monitor-jobs.ts";
import { engage, release } from "./actions.ts";

interface Props {
  scope: string;
  title: string;
  engaged: Engaged | undefined;
  timeZone: string;
  mayAct: boolean;
}

/** One switch: how it stands, and the way to the other state. Holds what became of both ways: each goes with what it did. */
export function KillSwitchForm({ scope, title, engaged, timeZone, mayAct }: Props) {
  const toEngage = useFormAction(engage);
  const toRelease = useFormAction(release);
  const latest = useLatest(toEngage[0], toRelease[0]);
  const named = { scope, title };
  return (
    <section aria-label={`Kill switch: ${title}`} className="grid gap-2 border-b pb-4">
      <div className="flex flex-wrap items-center gap-3">
        <h3 className="font-medium">{title}</h3>
        {engaged ? (
          <StatusBadge tone="danger">Engaged</StatusBadge>
        ) : (
          <StatusBadge tone="neutral">Not engaged</StatusBadge>
        )}
      </div>
      {engaged && <p>{told(engaged, timeZone)}</p>}
      <div>
        <FormMessage state={latest} entered={false} />
      </div>
      {mayAct && !engaged && <EngageForm {...named} by={toEngage} />}
      {mayAct && engaged && engaged.engagedAt !== null && (
        <ReleaseForm {...named} by={toRelease} engagedAt={engaged.engagedAt} />
      )}
    </section>
  );
}

function told({ reason, engagedAt, engagedBy, file }: Engaged, timeZone: string): string {
  if (file !== null) {
    return (
      reason || `The file ${file} in the data folder engages it. Remove the file to release it.`
    );
  }
  const since = engagedAt === null ? "" : ` since ${formatMoment(engagedAt, timeZone)}`;
  return `Engaged by ${engagedBy ?? "SQL or a key"}${since}${reason ? `: ${reason}` : "."}`;
}

interface Named {
  scope: string;
  title: string;
  by: ReturnType<typeof useFormAction>;
}

function EngageForm({ scope, title, by: [state, act, pending] }: Named) {
  return (
    <ActionForm action={act} state={state} className="grid gap-3">
      <input type="hidden" name="scope" value={scope} />
      <Field
        {...safetyHelp.fields.reason}
        name="reason"
        id={`reason-${scope}`}
        autoComplete="off"
        errors={fieldErrors(state, "reason")}
      />
      <div>
        <Button
          type="submit"
          variant="danger"
          pending={pending}
          aria-label={scope === "all" ? undefined : `Stop this job: ${title}`}
        >
          {scope === "all" ? "Stop all jobs" : "Stop this job"}
        </Button>
      </div>
    </ActionForm>
  );
}

/** Releases what was seen: a switch that was engaged anew meanwhile stays. */
function ReleaseForm({ scope, title, by, engagedAt }: Named & { engagedAt: string }) {
  const [, act, pending] = by;
  return (
    <AskingForm
      action={act}
      title={scope === "all" ? "Let jobs run again?" : `Let ${title} run again?`}
      confirm={{ label: "Release the kill switch", cancel: "Keep it engaged" }}
      question={
        <p>
          Runs may start again, and schedules that fell due meanwhile begin once, where they are not
          too late. What was paused stays paused until somebody resumes it.
        </p>
      }
    >
      <input type="hidden" name="scope" value={scope} />
      <input type="hidden" name="engagedAt" value={engagedAt} />
      <Button type="submit" pending={pending} aria-label={`Release: ${title}`}>
        Release
      </Button>
    </AskingForm>
  );
}
