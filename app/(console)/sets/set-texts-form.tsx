import { CheckboxField } from "#components/checkbox-field.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { TextAreaField } from "#components/text-area-field.tsx";
import type { FormState } from "#lib/form-state.ts";
import { setNameLimits, type SetTexts } from "#lib/set-fields.ts";

export const setLabels = { name: "Name", description: "Description", note: "Note" };

/** What staff write about a set, in whichever form they do. */
export function SetTextFields({ state, texts }: { state: FormState; texts?: SetTexts }) {
  return (
    <>
      <Field
        label={setLabels.name}
        name="name"
        autoComplete="off"
        defaultValue={texts?.name}
        maxLength={setNameLimits.name}
        help="No other set may have it. Jobs and scripts know the set by it."
        errors={fieldErrors(state, "name")}
      />
      <TextAreaField
        label={setLabels.description}
        name="description"
        defaultValue={texts?.description}
        errors={fieldErrors(state, "description")}
      />
      <TextAreaField
        label={setLabels.note}
        name="note"
        defaultValue={texts?.note}
        errors={fieldErrors(state, "note")}
      />
      <CheckboxField
        label="Private"
        name="private"
        defaultChecked={texts?.private ?? true}
        help="Only you see and use a private set."
      />
    </>
  );
}
