import { z } from "zod";
import { fieldErrors } from "#components/field-errors.ts";
import type { FormState } from "#lib/form-state.ts";
import {
  isUpdateField,
  updateChanges,
  updateFields,
  updateNames,
  updateParts,
  type UpdateChanges,
  type UpdateField,
} from "#lib/update-fields.ts";
import { runForm } from "../../fulfillment-jobs/preview/schema.ts";
import { setParameter } from "../../sets/schema.ts";

/** A parameter's control: `purgeDate.to`. */
export const nameOf = (parameter: keyof UpdateChanges, control: string) =>
  `${parameter}.${control}`;

/** What the parameters' form says: changes that make sense, or what is wrong by control. */
export function readChanges(form: FormData): { changes: UpdateChanges } | { state: FormState } {
  const parameters = [...updateFields, ...updateParts, "notify"] as const;
  const asked = parameters.filter((one) => form.has(nameOf(one, "on")));
  const parsed = updateChanges.safeParse(
    Object.fromEntries(asked.map((one) => [one, changeOf(form, one)])),
  );
  return parsed.success
    ? { changes: parsed.data }
    : { state: { status: "invalid", fields: faults(parsed.error) } };
}

function changeOf(form: FormData, parameter: keyof UpdateChanges): unknown {
  const text = (control: string) => {
    const value = form.get(nameOf(parameter, control));
    return typeof value === "string" ? value : "";
  };
  const ticked = (control: string) => form.has(nameOf(parameter, control));
  if (isUpdateField(parameter)) {
    const onlyIf = text("onlyIf");
    return {
      to: text("how") === "remove" ? null : text("to"),
      onlyIf: onlyIf === "is" ? { is: text("is") } : onlyIf,
    };
  }
  switch (parameter) {
    case "addBlock":
      return { code: text("code"), type: text("type"), note: text("note") };
    case "removeBlock":
      return { code: text("code") };
    case "addNote":
      return {
        text: text("text"),
        type: text("type"),
        userViewable: ticked("userViewable"),
        popup: ticked("popup"),
      };
    case "removeNotes":
      return { type: text("which") === "untyped" ? null : text("type") };
    case "addCategory":
    case "removeCategory":
      return { category: text("category") };
    case "notify":
      return { to: text("to"), subject: text("subject"), body: text("body") };
  }
}

/** Sentences by the control that they are about; those about a parameter as a whole stand by its tick box. */
function faults(error: z.ZodError): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { path, message } of error.issues) {
    const [parameter, control] = path.map(String);
    const isCondition = control === "onlyIf";
    const name =
      parameter === undefined ? "" : `${parameter}.${isCondition ? "is" : (control ?? "on")}`;
    const said = (found[name] ??= []);
    const sentence = isCondition ? "Enter the value that has to stand there." : message;
    if (!said.includes(sentence)) said.push(sentence);
  }
  return found;
}

export const errorsOf = (state: FormState, parameter: keyof UpdateChanges, control: string) =>
  fieldErrors(state, nameOf(parameter, control));

/** What the summary of faults calls each control. */
export const faultLabels: Record<string, string> = Object.fromEntries(
  [...updateFields, ...updateParts, "notify" as const].flatMap((one) =>
    ["on", "to", "is", "code", "type", "note", "text", "category", "subject", "body"].map(
      (control) => [nameOf(one, control), updateNames[one]],
    ),
  ),
);

export const isDate = (field: UpdateField) => field === "expiryDate" || field === "purgeDate";

/** `changes` is the JSON that the preview was made of. */
export const runUpdateForm = runForm.extend({ set: setParameter, changes: z.string() });
