import type { FormState } from "#lib/form-state.ts";

/** Sentences about one field of a form that was refused; "" for the form as a whole. */
export const fieldErrors = (state: FormState, name: string): string[] | undefined =>
  state.status === "invalid" ? state.fields[name] : undefined;

/** The id of a field's control in its form, so that the summary on top can lead there. */
export const fieldId = (name: string): string => `field-${name.replaceAll(/[^a-zA-Z0-9]+/g, "-")}`;
