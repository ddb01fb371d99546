import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { TextAreaField } from "#components/text-area-field.tsx";
import type { FormState } from "#lib/form-state.ts";
import { holdLimits, type HoldTexts } from "#lib/hold-fields.ts";

export const holdLabels = { reason: "Reason", owner: "Owner", reviewOn: "Review date" };

/** What is said of a hold, in whichever form. */
export function HoldTextFields({ state, texts }: { state: FormState; texts?: HoldTexts }) {
  return (
    <>
      <TextAreaField
        label={holdLabels.reason}
        name="reason"
        defaultValue={texts?.reason}
        maxLength={holdLimits.reason}
        help="Why nothing may be forgotten: the matter, its number. Only who may see holds reads it."
        errors={fieldErrors(state, "reason")}
      />
      <Field
        label={holdLabels.owner}
        name="owner"
        autoComplete="off"
        defaultValue={texts?.owner}
        maxLength={holdLimits.owner}
        help="Who answers for the hold, such as Legal Department."
        errors={fieldErrors(state, "owner")}
      />
      <Field
        label={holdLabels.reviewOn}
        name="reviewOn"
        type="date"
        defaultValue={texts?.reviewOn}
        help="On this day the hold is shown as due for review. It stays until somebody releases it."
        errors={fieldErrors(state, "reviewOn")}
      />
    </>
  );
}
