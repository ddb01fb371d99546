/**
 * What a form's action answers; `fields` holds sentences by the field's name, "" for the whole form.
 * A refusal is stale where somebody else saved first.
 */
export type FormState =
  | { status: "idle" }
  | { status: "invalid"; fields: Record<string, string[] | undefined>; entered?: Entered }
  | { status: "refused"; message: string; stale?: boolean; entered?: Entered }
  | { status: "saved"; message?: string; entered?: Entered };

/**
 * What was entered, by the field's name; a box that was not ticked is not there. Only where the page
 * was made anew by the answer, as without JavaScript: else the fields keep it themselves.
 */
export type Entered = Record<string, string[]>;

export const enteredIn = (state: FormState): Entered | undefined =>
  state.status === "invalid" || state.status === "refused" ? state.entered : undefined;

/** What a plain post sent under that name, also where it was accepted: which row of a table it was about. */
export const postedAs = (state: FormState, name: string): string | undefined =>
  state.status === "idle" ? undefined : state.entered?.[name]?.[0];

/** What a field of that form begins with. */
export const enteredAs = (state: FormState, name: string): string | undefined => {
  const entered = enteredIn(state);
  return entered && (entered[name]?.[0] ?? "");
};
