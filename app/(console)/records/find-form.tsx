"use client";

import { useState } from "react";
import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { SelectField } from "#components/select-field.tsx";
import { families, familyWords } from "#lib/families.ts";
import { FormFoot } from "#app/form-foot.tsx";
import { upperFirst } from "#lib/format.ts";
import { recordsHelp } from "#lib/help/reports.ts";
import { find } from "./actions.ts";

const { fields } = recordsHelp;

const kinds = families.map((family) => {
  const { one } = familyWords[family];
  return { value: family, label: upperFirst(one) };
});

/** Posted, so that no number stands in an address. */
export function FindForm() {
  const [state, action, pending] = useFormAction(find);
  const [by, setBy] = useState("barcode");
  return (
    <ActionForm action={action} state={state} role="search" className="grid max-w-xl gap-4">
      <SelectField
        {...fields.by}
        name="by"
        value={by}
        onChange={(event) => setBy(event.target.value)}
        options={[
          { value: "barcode", label: "Item barcode" },
          { value: "id", label: "Record ID" },
          { value: "source", label: "Number in the source system" },
        ]}
        errors={fieldErrors(state, "by")}
      />
      <div hidden={by === "barcode"}>
        <SelectField
          {...fields.family}
          name="family"
          defaultValue="loans"
          options={kinds}
          errors={fieldErrors(state, "family")}
        />
      </div>
      <Field
        {...fields.number}
        name="number"
        autoComplete="off"
        spellCheck={false}
        errors={fieldErrors(state, "number")}
      />
      <FormFoot state={state}>
        <Button type="submit" variant="primary" pending={pending}>
          Find
        </Button>
      </FormFoot>
    </ActionForm>
  );
}
