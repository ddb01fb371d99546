import { z } from "zod";
import { changePart, removePart } from "#db/queries/user-parts.ts";
import { handler } from "#lib/server/handler.ts";
import { written } from "../../schema.ts";
import { changedPartBody, exampleEmail, examplePart, partParams, partQuery } from "../schema.ts";

export const PUT = handler(
  {
    permission: "users.write",
    summary: "Change an address, e-mail, phone, identifier, note or block of a user",
    details: "The whole part, with the version that was read. A part is named by its kind and id.",
    params: partParams,
    body: changedPartBody,
    answer: written.describe("The part's."),
    example: { params: examplePart, body: { ...exampleEmail, version: "812" } },
  },
  async ({ caller, params: { id: userId, part }, body, save }) => {
    const { kind, ...values } = body;
    const { id, version } = await save((tx) =>
      changePart(tx, caller.actor, kind, { userId, part, ...values }),
    );
    return { id, version };
  },
);

export const DELETE = handler(
  {
    permission: "users.write",
    summary: "Remove an address, e-mail, phone, identifier, note or block of a user",
    params: partParams,
    query: partQuery,
    answer: z.object({ id: z.int() }),
    example: { params: examplePart, query: { kind: "email", version: "812" } },
  },
  async ({ caller, params: { id: userId, part }, query: { kind, version }, save }) => {
    await save((tx) => removePart(tx, caller.actor, kind, { userId, part, version }));
    return { id: part };
  },
);
