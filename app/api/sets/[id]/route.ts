import { z } from "zod";
import { database } from "#db/client.ts";
import { changeSet, deleteSet } from "#db/queries/set-changes.ts";
import { goneSet, readSet } from "#db/queries/sets.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf } from "../../users/schema.ts";
import { exampleSet, set, setParams, textsBody, written } from "../schema.ts";

const wasRead = "version is the number that was read.";

export const GET = handler(
  {
    permission: "users.read",
    summary: "Read a set",
    params: setParams,
    answer: set,
    example: { params: { id: exampleSet } },
  },
  async ({ caller, params: { id } }) => {
    const found = await database().transaction("lethe_web", (tx) =>
      readSet(tx, setUserOf(caller), id),
    );
    if (!found) throw new NotFound(goneSet);
    return found;
  },
);

export const PUT = handler(
  {
    permission: "users.write",
    summary: "Rename a set, change its texts, or make it private or public",
    params: setParams,
    body: textsBody,
    answer: written,
    example: {
      params: { id: exampleSet },
      body: { version: 1, name: "Leavers 2026", description: "", note: "", private: false },
    },
  },
  async ({ caller, params: { id }, body, save }) => {
    await save((tx) => changeSet(tx, setUserOf(caller), { id, ...body }));
    return { id, version: body.version + 1 };
  },
);

export const DELETE = handler(
  {
    permission: "users.write",
    summary: "Delete a set",
    details:
      "Its members stay as they are. A set under a legal hold, or that a purge job is about, is not deleted.",
    params: setParams,
    query: z.strictObject({ version: z.coerce.number(wasRead).int(wasRead) }),
    answer: z.object({ id: z.int() }),
    example: { params: { id: exampleSet }, query: { version: 1 } },
  },
  async ({ caller, params: { id }, query: { version }, save }) => {
    await save((tx) => deleteSet(tx, setUserOf(caller), { id, version }));
    return { id };
  },
);
