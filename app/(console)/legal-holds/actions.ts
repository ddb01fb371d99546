"use server";

import { changeHold, placeHold, releaseHold, type HoldWriter } from "#db/queries/hold-changes.ts";
import { formAction } from "#lib/server/action.ts";
import type { Staff } from "#lib/server/session.ts";
import { changeForm, placeForm, releaseForm } from "./schema.ts";

const path = "/legal-holds";

const writerOf = (staff: Staff): HoldWriter => ({
  actor: staff.id,
  user: staff,
  staffId: staff.id,
});

export const place = formAction("holds.write", path, placeForm, async (tx, input, staff) => {
  const { person, set, ...texts } = input;
  const whom = set === undefined ? { person } : { set };
  const { id, change } = await placeHold(tx, writerOf(staff), { whom, ...texts });
  return { change, to: `${path}/${id}` };
});

export const change = formAction("holds.write", path, changeForm, (tx, input) =>
  changeHold(tx, input),
);

export const release = formAction("holds.write", path, releaseForm, async (tx, { id }, staff) => ({
  change: await releaseHold(tx, writerOf(staff), id),
  message: "Released. The rules decide again from the next batch on.",
}));
