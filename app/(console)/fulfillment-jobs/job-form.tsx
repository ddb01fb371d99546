"use client";

import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import { SelectField } from "#components/select-field.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { JobSchedule } from "#db/queries/schedules.ts";
import { families, type Family } from "#lib/families.ts";
import { fulfillmentJobsHelp } from "#lib/help/fulfillment-jobs.ts";
import { labelsOf } from "#lib/help/help.ts";
import { saveJob } from "./actions.ts";
import { FamilyBoxes, type FamilyOnScreen } from "./family-boxes-form.tsx";
import { ScheduleFields } from "./schedule-fields-form.tsx";

const { fields } = fulfillmentJobsHelp;

interface Props {
  mayChange: boolean;
  schedule: JobSchedule;
  settings: Record<Family, FamilyOnScreen>;
}

export function JobForm({ mayChange, schedule, settings }: Props) {
  const [state, action, pending] = useFormAction(saveJob);
  return (
    <ActionForm action={action} state={state} className="grid gap-8">
      <FormErrors state={state} labels={labelsOf(fields)} />
      <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-8" disabled={!mayChange}>
        <Section
          title="Anonymization Job"
          lead="On Monitor Jobs it is called Fulfillment – Handle Historical Archiving."
        >
          <div className="grid gap-5">
            <SelectField
              {...fields.status}
              name="status"
              defaultValue={schedule.active ? "active" : "inactive"}
              options={[
                { value: "active", label: "Active" },
                { value: "inactive", label: "Inactive" },
              ]}
              errors={fieldErrors(state, "status")}
            />
            <ScheduleFields schedule={schedule} state={state} />
          </div>
        </Section>
        <Section title="What to anonymize">
          <Notice tone="attention">
            <p>
              There is no undo. What a run anonymizes never leads to its patron again: no key and no
              copy of the link is kept. User group and statistical categories stay, so every number
              you report stays too.
            </p>
          </Notice>
          <div className="divide-y border-y">
            {families.map((family) => (
              <FamilyBoxes key={family} family={family} settings={settings[family]} />
            ))}
          </div>
        </Section>
      </fieldset>
      <FormFoot state={state}>{mayChange && <SaveButton pending={pending} />}</FormFoot>
    </ActionForm>
  );
}
