"use client";

import { useState } from "react";
import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { CheckboxField } from "#components/checkbox-field.tsx";
import { Dialog } from "#components/dialog.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { useTellOutcome } from "#components/outcome-toast.ts";
import { SelectField } from "#components/select-field.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { FormState } from "#lib/form-state.ts";
import { recordTypeNames, recordTypes } from "#lib/user-fields.ts";
import { lowerFirst } from "#lib/format.ts";
import { labelsOf } from "#lib/help/help.ts";
import { purgeUserRecordsHelp } from "#lib/help/purge-user-records.ts";
import { addJob } from "./actions.ts";

interface Props {
  groups: { code: string; name: string }[];
  sets: { id: number; name: string }[];
  currency: string;
  /** A set that the page was asked to purge. */
  set: number | null;
}

const { fields } = purgeUserRecordsHelp;

export function AddJob(props: Props) {
  const [open, setOpen] = useState(props.set !== null);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">Add a Job</Button>}
      title="Add a Job"
      lead="Describes whom a purge is about. Nobody is purged before it is run."
    >
      <AddForm {...props} close={() => setOpen(false)} />
    </Dialog>
  );
}

function AddForm({ groups, sets, currency, set, close }: Props & { close: () => void }) {
  const tell = useTellOutcome();
  const add = async (before: FormState, form: FormData): Promise<FormState> => {
    const added = await addJob(before, form);
    if (added.status === "saved" && form.get("afterwards") === "close") {
      close();
      tell(added);
    }
    return added;
  };
  const [state, save, pending] = useFormAction(add);
  const [recordType, setRecordType] = useState("");
  return (
    <ActionForm action={save} state={state} className="grid gap-5">
      <FormErrors state={state} labels={labelsOf(fields)} />
      <Field
        {...fields.days}
        name="days"
        inputMode="numeric"
        autoComplete="off"
        errors={fieldErrors(state, "days")}
      />
      <SelectField
        {...fields.recordType}
        name="recordType"
        value={recordType}
        onChange={(event) => setRecordType(event.target.value)}
        options={[
          { value: "", label: "Choose one" },
          ...recordTypes.map((value) => ({ value, label: recordTypeNames[value] })),
        ]}
        errors={fieldErrors(state, "recordType")}
      />
      {recordType === "" ? (
        <SelectField
          {...fields.set}
          label={`Or a ${lowerFirst(fields.set.label)}`}
          name="set"
          defaultValue={set ?? ""}
          options={[
            { value: "", label: "No set" },
            ...sets.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          errors={fieldErrors(state, "set")}
        />
      ) : (
        <SelectField
          {...fields.userGroup}
          name="userGroup"
          options={[
            { value: "", label: "All groups" },
            ...groups.map(({ code, name }) => ({ value: code, label: name })),
          ]}
          errors={fieldErrors(state, "userGroup")}
        />
      )}
      <Field
        {...fields.waiveThreshold}
        label={`${fields.waiveThreshold.label} (${currency})`}
        name="waiveThreshold"
        inputMode="decimal"
        autoComplete="off"
        defaultValue="0"
        errors={fieldErrors(state, "waiveThreshold")}
      />
      <div className="grid gap-3">
        <CheckboxField {...fields.skipActiveRequests} name="skipActiveRequests" />
        <CheckboxField {...fields.skipUnexpired} name="skipUnexpired" />
      </div>
      <FormFoot state={state}>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" name="afterwards" value="close" pending={pending}>
            Add and Close
          </Button>
          <Button type="submit" name="afterwards" value="stay" pending={pending}>
            Add
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </FormFoot>
    </ActionForm>
  );
}
