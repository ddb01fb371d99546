"use server";

import { headers } from "next/headers";
import type { Tx } from "#db/client.ts";
import {
  addStaff,
  changeStaffRoles,
  requireInvitable,
  setStaffDisabled,
} from "#db/queries/staff.ts";
import { tieStaffUser } from "#db/queries/staff-users.ts";
import { formAction } from "#lib/server/action.ts";
import { ownOrigin } from "#lib/server/origin.ts";
import { linkTo, makeSetupToken } from "#lib/server/setup-link.ts";
import { addStaffForm, disabledForm, linkForm, ownUserForm, rolesForm } from "./schema.ts";

/** Answers with the one-time link: it is shown once and kept nowhere. */
export const add = formAction("staff.write", "/staff", addStaffForm, async (tx, input) => {
  const { id, change } = await addStaff(tx, input);
  return { change, message: await newLink(tx, id) };
});

export const changeRoles = formAction("staff.write", "/staff", rolesForm, changeStaffRoles);

export const setDisabled = formAction("staff.write", "/staff", disabledForm, setStaffDisabled);

export const tieUser = formAction("staff.write", "/staff", ownUserForm, tieStaffUser);

export const makeLink = formAction("staff.write", "/staff", linkForm, async (tx, input) => ({
  change: await requireInvitable(tx, input),
  message: await newLink(tx, input.staffId),
}));

const newLink = async (tx: Tx, staffId: string) =>
  linkTo(ownOrigin(await headers()), await makeSetupToken(tx, staffId));
