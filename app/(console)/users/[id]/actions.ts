"use server";

import { addPart, changePart, removePart } from "#db/queries/user-parts.ts";
import {
  addCategory,
  addProxy,
  removeCategory,
  removeProxy,
  removeRole,
  setRole,
} from "#db/queries/user-ties.ts";
import { changeUser } from "#db/queries/users.ts";
import { formAction } from "#lib/server/action.ts";
import {
  addPartForms,
  categoryForm,
  changePartForms,
  generalForm,
  proxyForm,
  removePartForm,
  removeProxyForm,
  removeRoleForm,
  roleForm,
} from "./schema.ts";

const path = "/users";
const tab = (userId: number, name: string) => `${path}/${userId}/${name}`;

export const saveGeneral = formAction("users.write", path, generalForm, (tx, input, staff) =>
  changeUser(tx, staff.id, input),
);

export const addAddress = formAction("users.write", path, addPartForms.address, (tx, input, by) =>
  addPart(tx, by.id, "address", input),
);
export const addEmail = formAction("users.write", path, addPartForms.email, (tx, input, by) =>
  addPart(tx, by.id, "email", input),
);
export const addPhone = formAction("users.write", path, addPartForms.phone, (tx, input, by) =>
  addPart(tx, by.id, "phone", input),
);
export const addIdentifier = formAction(
  "users.write",
  path,
  addPartForms.identifier,
  (tx, input, by) => addPart(tx, by.id, "identifier", input),
);
export const addNote = formAction("users.write", path, addPartForms.note, (tx, input, by) =>
  addPart(tx, by.id, "note", input),
);
export const addBlock = formAction("users.write", path, addPartForms.block, (tx, input, by) =>
  addPart(tx, by.id, "block", input),
);

export const changeAddress = formAction(
  "users.write",
  path,
  changePartForms.address,
  async (tx, input, by) => ({
    ...(await changePart(tx, by.id, "address", input)),
    to: tab(input.userId, "contact"),
  }),
);
export const changeEmail = formAction(
  "users.write",
  path,
  changePartForms.email,
  async (tx, input, by) => ({
    ...(await changePart(tx, by.id, "email", input)),
    to: tab(input.userId, "contact"),
  }),
);
export const changePhone = formAction(
  "users.write",
  path,
  changePartForms.phone,
  async (tx, input, by) => ({
    ...(await changePart(tx, by.id, "phone", input)),
    to: tab(input.userId, "contact"),
  }),
);
export const changeIdentifier = formAction(
  "users.write",
  path,
  changePartForms.identifier,
  async (tx, input, by) => ({
    ...(await changePart(tx, by.id, "identifier", input)),
    to: tab(input.userId, "identifiers"),
  }),
);
export const changeNote = formAction(
  "users.write",
  path,
  changePartForms.note,
  async (tx, input, by) => ({
    ...(await changePart(tx, by.id, "note", input)),
    to: tab(input.userId, "notes"),
  }),
);
export const changeBlock = formAction(
  "users.write",
  path,
  changePartForms.block,
  async (tx, input, by) => ({
    ...(await changePart(tx, by.id, "block", input)),
    to: tab(input.userId, "blocks"),
  }),
);

export const remove = formAction("users.write", path, removePartForm, (tx, input, by) => {
  const { kind, ...key } = input;
  return removePart(tx, by.id, kind, key);
});

export const saveRole = formAction("users.write", path, roleForm, (tx, input, by) =>
  setRole(tx, by.id, input),
);
export const dropRole = formAction("users.write", path, removeRoleForm, (tx, input, by) =>
  removeRole(tx, by.id, input),
);
export const saveCategory = formAction("users.write", path, categoryForm, (tx, input, by) =>
  addCategory(tx, by.id, input),
);
export const dropCategory = formAction("users.write", path, categoryForm, (tx, input, by) =>
  removeCategory(tx, by.id, input),
);
export const saveProxy = formAction("users.write", path, proxyForm, (tx, input, by) =>
  addProxy(tx, by.id, input),
);
export const dropProxy = formAction("users.write", path, removeProxyForm, (tx, input, by) =>
  removeProxy(tx, by.id, input),
);
