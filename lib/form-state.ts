/** What a form's action answers; `fields` holds sentences by the field's name, "" for the whole form. */
export type FormState =
  | { status: "idle" }
  | { status: "invalid"; fields: Record<string, string[] | undefined> }
  | { status: "refused"; message: string }
  | { status: "saved"; message?: string };
