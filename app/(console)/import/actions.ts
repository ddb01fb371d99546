"use server";

import { redirect } from "next/navigation";
import { discardImport, startImport, stopImport } from "#db/queries/import-steering.ts";
import type { FormState } from "#lib/form-state.ts";
import { formAction } from "#lib/server/action.ts";
import { startForm, steerForm } from "./schema.ts";

export const start = formAction("imports.write", "/import", startForm, startImport);

export const stop = formAction("imports.write", "/import", steerForm, async (tx, { id }) => ({
  change: await stopImport(tx, id),
  message: "Asked to stop. Nothing is kept of the file it is at; files before it stay.",
}));

/** Forgets the files, and goes back to where others are sent. */
export async function discard(previous: FormState, form: FormData): Promise<FormState> {
  const forget = formAction("imports.write", "/import", steerForm, (tx, { id }) =>
    discardImport(tx, id),
  );
  const state = await forget(previous, form);
  if (state.status === "saved") redirect("/import");
  return state;
}
