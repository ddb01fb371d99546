"use server";

import { addMembers } from "#db/queries/set-members.ts";
import { keepSearch } from "#db/queries/user-searches.ts";
import { formatCountOf } from "#lib/format.ts";
import { formAction, searchAction } from "#lib/server/action.ts";
import { addSelectedForm, advancedForm, queryOf, searchForm } from "./schema.ts";

export const search = searchAction("users.read", searchForm, async (tx, text, staff) => {
  return `/users?search=${await keepSearch(tx, staff.id, { text })}`;
});

export const searchAdvanced = searchAction("users.read", advancedForm, async (tx, sent, staff) => {
  return `/users?search=${await keepSearch(tx, staff.id, { query: queryOf(sent) })}`;
});

export const addSelected = formAction(
  "users.write",
  "/sets",
  addSelectedForm,
  async (tx, { set, users }, staff) => {
    const { change, added } = await addMembers(tx, staff, { id: set, users });
    const already = users.length - added;
    const rest = already > 0 ? ` ${formatCountOf(already, "was", "were")} in it already.` : "";
    return { change, message: `${formatCountOf(added, "user", "users")} added.${rest}` };
  },
);
