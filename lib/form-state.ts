/**
 * What a form's action answers; `fields` holds sentences by the field's name, "" for the whole form.
 * A refusal is stale where somebody else saved first.
 */
export type FormState =
  | { status: "idle" }
  | { status: "invalid"; fields: Record<string, string[] | undefined> }
  | { status: "refused"; message: string; stale?: boolean }
  | { status: "saved"; message?: string };
