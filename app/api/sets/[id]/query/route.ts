import { changeSetQuery } from "#db/queries/set-changes.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf } from "../../../users/schema.ts";
import { exampleQuery, exampleSet, queryBody, setParams, written } from "../../schema.ts";

export const PUT = handler(
  {
    permission: "users.write",
    summary: "Change the query of a logical set",
    details: "As Advanced search and POST /api/users/query have it.",
    params: setParams,
    body: queryBody,
    answer: written,
    example: { params: { id: exampleSet }, body: { version: 1, query: exampleQuery } },
  },
  async ({ caller, params: { id }, body, save }) => {
    await save((tx) => changeSetQuery(tx, setUserOf(caller), { id, ...body }));
    return { id, version: body.version + 1 };
  },
);
