"use client";

import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormFoot } from "#app/form-foot.tsx";
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

/** One switch: how it stands, and the way to the other state. */
export function KillSwitchForm({ scope, title, engaged, timeZone, mayAct }: Props) {
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
      {mayAct && !engaged && <EngageForm scope={scope} title={title} />}
      {mayAct && engaged && engaged.engagedAt !== null && (
        <ReleaseForm scope={scope} title={title} engagedAt={engaged.engagedAt} />
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
}

function EngageForm({ scope, title }: Named) {
  const [state, act, pending] = useFormAction(engage);
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
      <FormFoot state={state}>
        <Button type="submit" variant="danger" pending={pending} aria-label={`Stop: ${title}`}>
          Stop {scope === "all" ? "all jobs" : "this job"}
        </Button>
      </FormFoot>
    </ActionForm>
  );
}

/** Releases what was seen: a switch that was engaged anew meanwhile stays. */
function ReleaseForm({ scope, title, engagedAt }: Named & { engagedAt: string }) {
  const [state, act, pending] = useFormAction(release);
  return (
    <form action={act} className="grid gap-3">
      <input type="hidden" name="scope" value={scope} />
      <input type="hidden" name="engagedAt" value={engagedAt} />
      <FormFoot state={state} entered={false}>
        <Button type="submit" pending={pending} aria-label={`Release: ${title}`}>
          Release
        </Button>
      </FormFoot>
    </form>
  );
}
