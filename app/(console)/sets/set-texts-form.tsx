import { CheckboxField } from "#components/checkbox-field.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { TextAreaField } from "#components/text-area-field.tsx";
import type { FormState } from "#lib/form-state.ts";
import { setNameLimits, type SetTexts } from "#lib/set-fields.ts";
import { setTextsHelp } from "#lib/help/sets.ts";

/** What staff write about a set, in whichever form they do. */
export function SetTextFields({ state, texts }: { state: FormState; texts?: SetTexts }) {
  return (
    <>
      <Field
        {...setTextsHelp.name}
        name="name"
        autoComplete="off"
        defaultValue={texts?.name}
        maxLength={setNameLimits.name}
        errors={fieldErrors(state, "name")}
      />
      <TextAreaField
        {...setTextsHelp.description}
        name="description"
        defaultValue={texts?.description}
        errors={fieldErrors(state, "description")}
      />
      <TextAreaField
        {...setTextsHelp.note}
        name="note"
        defaultValue={texts?.note}
        errors={fieldErrors(state, "note")}
      />
      <CheckboxField
        {...setTextsHelp.private}
        name="private"
        defaultChecked={texts?.private ?? true}
      />
    </>
  );
}
