import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { TextAreaField } from "#components/text-area-field.tsx";
import type { FormState } from "#lib/form-state.ts";
import { holdLimits, type HoldTexts } from "#lib/hold-fields.ts";
import { holdTextsHelp } from "#lib/help/legal-holds.ts";

/** What is said of a hold, in whichever form. */
export function HoldTextFields({ state, texts }: { state: FormState; texts?: HoldTexts }) {
  return (
    <>
      <TextAreaField
        {...holdTextsHelp.reason}
        name="reason"
        defaultValue={texts?.reason}
        maxLength={holdLimits.reason}
        errors={fieldErrors(state, "reason")}
      />
      <Field
        {...holdTextsHelp.owner}
        name="owner"
        autoComplete="off"
        defaultValue={texts?.owner}
        maxLength={holdLimits.owner}
        errors={fieldErrors(state, "owner")}
      />
      <Field
        {...holdTextsHelp.reviewOn}
        name="reviewOn"
        type="date"
        defaultValue={texts?.reviewOn}
        errors={fieldErrors(state, "reviewOn")}
      />
    </>
  );
}
