"use server";

import type { Tx } from "#db/client.ts";
import { changeSet, changeSetQuery, deleteSet } from "#db/queries/set-changes.ts";
import { makeSet } from "#db/queries/set-making.ts";
import { combineSets, duplicateSet, itemizeSet, removeMembers } from "#db/queries/set-members.ts";
import { uploadIds } from "#db/queries/set-uploads.ts";
import type { SetKey } from "#db/queries/sets.ts";
import { readSearch } from "#db/queries/user-searches.ts";
import { formatCountOf } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { formAction, type Written } from "#lib/server/action.ts";
import type { Staff } from "#lib/server/session.ts";
import { queryOf } from "../users/schema.ts";
import {
  addSetForm,
  byHandForm,
  combineForm,
  removeForm,
  sentIds,
  setQueryForm,
  setTextsForm,
  setVerbForm,
} from "./schema.ts";

const path = "/sets";

export const add = formAction("users.write", path, addSetForm, async (tx, input, staff) => {
  const { kind, search: searchId, ...texts } = input;
  const search = searchId === undefined ? null : await readSearch(tx, staff.id, searchId);
  if (searchId !== undefined && !search) {
    throw new Refusal("This search has expired. Search again, then make the set.");
  }
  const { id, change } = await makeSet(tx, staff, { ...texts, kind, search });
  return { change, to: `${path}/${id}` };
});

export const saveTexts = formAction("users.write", path, setTextsForm, async (tx, input, staff) => {
  return { change: await changeSet(tx, staff, input), to: `${path}/${input.id}` };
});

export const saveQuery = formAction("users.write", path, setQueryForm, async (tx, sent, staff) => {
  const { id, version } = sent;
  const change = await changeSetQuery(tx, staff, { id, version, query: queryOf(sent) });
  return { change, to: `${path}/${id}` };
});

const verbs: Record<
  "duplicate" | "itemize" | "delete",
  (tx: Tx, staff: Staff, key: SetKey) => Promise<Written>
> = {
  async duplicate(tx, staff, key) {
    const { id, change } = await duplicateSet(tx, staff, key);
    return { change, to: `${path}/${id}` };
  },
  async itemize(tx, staff, key) {
    return { change: await itemizeSet(tx, staff, key), message: "The set is itemized now." };
  },
  async delete(tx, staff, key) {
    return { change: await deleteSet(tx, staff, key), to: path };
  },
};

export const actOnSet = formAction("users.write", path, setVerbForm, (tx, input, staff) => {
  const { verb, ...key } = input;
  return verbs[verb](tx, staff, key);
});

export const combine = formAction("users.write", path, combineForm, async (tx, input, staff) => {
  const { id, change } = await combineSets(tx, staff, input);
  return { change, to: `${path}/${id}` };
});

export const addByHand = formAction("users.write", path, byHandForm, async (tx, input, staff) => {
  const { id, ids } = input;
  const { upload, change } = await uploadIds(tx, staff, { id, sent: sentIds(ids) });
  return { change, to: `${path}/${id}?upload=${upload.id}` };
});

export const remove = formAction("users.write", path, removeForm, async (tx, input, staff) => {
  const { change, removed } = await removeMembers(tx, staff, input);
  return { change, message: `${formatCountOf(removed, "user", "users")} removed from the set.` };
});
