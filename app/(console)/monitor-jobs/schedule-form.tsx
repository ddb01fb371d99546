"use client";

import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { JobSchedule } from "#db/queries/schedules.ts";
import { scheduleFieldsHelp } from "#lib/help/fulfillment-jobs.ts";
import { labelsOf } from "#lib/help/help.ts";
import { ScheduleFields } from "../fulfillment-jobs/schedule-fields-form.tsx";
import { editSchedule } from "./actions.ts";

export function ScheduleForm({ schedule }: { schedule: JobSchedule }) {
  const [state, save, pending] = useFormAction(editSchedule);
  return (
    <ActionForm action={save} state={state} className="grid gap-5" noValidate>
      <FormErrors state={state} labels={labelsOf(scheduleFieldsHelp)} />
      <input type="hidden" name="job" value={schedule.job} />
      <ScheduleFields schedule={schedule} state={state} />
      <FormFoot state={state} saved="Schedule saved.">
        <div className="flex flex-wrap gap-2">
          <SaveButton pending={pending} />
          <ButtonLink href="/monitor-jobs" variant="quiet">
            Back to Monitor Jobs
          </ButtonLink>
        </div>
      </FormFoot>
    </ActionForm>
  );
}
