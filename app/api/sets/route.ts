import { z } from "zod";
import { listedIds, setScopes, setsPerPage } from "#app/(console)/sets/schema.ts";
import { database } from "#db/client.ts";
import { makeSet } from "#db/queries/set-making.ts";
import { pageOfSets } from "#db/queries/sets.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf } from "../users/schema.ts";
import { privacyOf, set, setBody, setId, upload } from "./schema.ts";

export const GET = handler(
  {
    permission: "users.read",
    summary: "List sets",
    details:
      "By name. A private set is its owner's alone, so a key sees the public ones; mine are then those that scripts made. Members are listed by /api/users with the set.",
    query: z.strictObject({
      scope: z.enum(setScopes, `Sets are ${setScopes.join(", ")}.`).default("all"),
      after: setId.optional(),
    }),
    answer: z.object({
      sets: z.array(set),
      next: z.int().nullable().describe("The after of the next page; null on the last."),
    }),
    example: { query: { scope: "public" } },
  },
  ({ caller, query }) =>
    database().transaction("lethe_web", (tx) =>
      pageOfSets(tx, setUserOf(caller), { ...query, limit: setsPerPage }),
    ),
);

export const POST = handler(
  {
    permission: "users.write",
    summary: "Add a set",
    details:
      "Itemized and empty, or with whom a search finds or a list of primary IDs names now; or logical, of a query that is evaluated at each use.",
    body: setBody,
    answer: z.object({
      id: z.int(),
      members: z.int().nullable().describe("Null of a logical set."),
      upload: upload.nullable().describe("What became of the IDs that were sent."),
    }),
    status: 201,
    example: { body: { name: "Leavers 2026", ids: ["p1", "p2"] } },
  },
  async ({ caller, body, save, answerHeaders }) => {
    const { ids = [], ...texts } = body;
    const plan = { ...texts, private: privacyOf(caller, body.private), sent: listedIds(ids) };
    const made = await save((tx) => makeSet(tx, setUserOf(caller), plan));
    answerHeaders.set("Location", `/api/sets/${made.id}`);
    return made;
  },
);
