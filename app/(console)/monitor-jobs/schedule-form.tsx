"use client";

import { useActionState } from "react";
import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { FormErrors } from "#components/form-errors.tsx";
import { FormMessage } from "#components/form-message.tsx";
import { SelectField } from "#components/select-field.tsx";
import { weekdays, type Schedule } from "#lib/schedule.ts";
import { editSchedule } from "./actions.ts";

interface Props {
  job: string;
  version: number;
  schedule: Schedule;
  timeZone: string;
}

const labels = {
  every: "Runs",
  weekday: "Day of the week",
  monthDay: "Day of the month",
  at: "Time",
};
const often = [
  { value: "day", label: "Every day" },
  { value: "week", label: "Every week" },
  { value: "month", label: "Every month" },
];

/** The day that a choice needs is shown by the style sheet, so that it is there without JavaScript too. */
export function ScheduleForm({ job, version, schedule, timeZone }: Props) {
  const [state, save, pending] = useActionState(editSchedule, { status: "idle" });
  const monthDay = schedule.every === "month" ? schedule.on : 1;
  return (
    <ActionForm action={save} state={state} className="group grid max-w-md gap-5" noValidate>
      <FormErrors state={state} labels={labels} />
      <input type="hidden" name="job" value={job} />
      <input type="hidden" name="version" value={version} />
      <SelectField
        label={labels.every}
        name="every"
        options={often}
        defaultValue={schedule.every}
        errors={fieldErrors(state, "every")}
      />
      <div className="hidden group-has-[option[value=week]:checked]:block">
        <SelectField
          label={labels.weekday}
          name="weekday"
          options={weekdays.map((day) => ({ value: day, label: day }))}
          defaultValue={schedule.every === "week" ? schedule.on : "Sunday"}
          errors={fieldErrors(state, "weekday")}
        />
      </div>
      <div className="hidden group-has-[option[value=month]:checked]:block">
        <Field
          label={labels.monthDay}
          name="monthDay"
          inputMode="numeric"
          help="1 to 31. A shorter month runs on its last day."
          defaultValue={monthDay}
          errors={fieldErrors(state, "monthDay")}
        />
      </div>
      <Field
        label={labels.at}
        name="at"
        type="time"
        help={`In the institution's time zone, ${timeZone}.`}
        defaultValue={schedule.at}
        errors={fieldErrors(state, "at")}
      />
      <FormMessage state={state} saved="Schedule saved." />
      <div className="flex gap-2">
        <SaveButton pending={pending} />
        <ButtonLink href="/monitor-jobs" variant="quiet">
          Back to Monitor Jobs
        </ButtonLink>
      </div>
    </ActionForm>
  );
}
