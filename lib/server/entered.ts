import { headers } from "next/headers";
import type { Entered, FormState } from "#lib/form-state.ts";

/** Sent by the page's script, which leaves what was entered where it is. */
const BY_SCRIPT = "next-action";

/** A plain post is answered by a page made anew: what was not accepted is given back to its fields. */
export async function withEntered(state: FormState, form: FormData): Promise<FormState> {
  if (state.status === "idle") return state;
  if ((await headers()).has(BY_SCRIPT)) return state;
  return { ...state, entered: enteredIn(form) };
}

function enteredIn(form: FormData): Entered {
  const names = [...new Set(form.keys())].filter(
    (name) => !name.startsWith("$ACTION") && !/password/i.test(name),
  );
  return Object.fromEntries(
    names.map((name) => [name, form.getAll(name).filter((value) => typeof value === "string")]),
  );
}
