import { z } from "zod";
import {
  generalChanges,
  partBody,
  partKind,
  partWith,
  storedCode,
  userVersion,
} from "#lib/user-changes.ts";
import { requiredCode, requiredIdentifier } from "#lib/user-parts.ts";

const wrongNumber = "A user or a part is named by its internal ID.";
const number = z.int(wrongNumber).positive(wrongNumber).max(Number.MAX_SAFE_INTEGER, wrongNumber);
const listOf = <One extends z.ZodType>(one: One) =>
  z.array(one).max(1_000, "A file makes at most 1,000 changes of a kind.").default([]);

/** All that can be changed of one account, each part as the API takes it: what `users change` reads. */
export const userChanges = z
  .strictObject({
    id: number.optional(),
    primaryId: requiredIdentifier("Say whose account it is.").optional(),
    general: z
      .strictObject({ version: userVersion.optional(), ...generalChanges })
      .optional()
      .describe("With a version, only if nobody changed the account since it was read."),
    removeParts: listOf(z.strictObject({ kind: partKind, id: number, version: userVersion })),
    changeParts: listOf(partWith({ id: number, version: userVersion })),
    addParts: listOf(partBody),
    removeRoles: listOf(storedCode),
    setRoles: listOf(z.strictObject({ code: requiredCode("Enter a role."), active: z.boolean() })),
    removeCategories: listOf(storedCode),
    addCategories: listOf(storedCode),
    removeProxies: listOf(number).describe("By internal IDs."),
    addProxies: listOf(requiredIdentifier("Enter the primary ID of the proxy.")),
  })
  .refine(({ id, primaryId }) => (id === undefined) !== (primaryId === undefined), {
    error: "name the user by id or by primaryId, one of the two.",
  });
export type UserChanges = z.output<typeof userChanges>;
