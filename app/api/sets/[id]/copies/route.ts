import { z } from "zod";
import { duplicateSet } from "#db/queries/set-members.ts";
import { goneSet, readSet } from "#db/queries/sets.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf } from "../../../users/schema.ts";
import { exampleSet, setParams } from "../../schema.ts";

export const POST = handler(
  {
    permission: "users.write",
    summary: "Duplicate a set",
    details:
      "With the members or the query that it has now, under a name that is free: a person's own private one, a key's public one.",
    params: setParams,
    answer: z.object({ id: z.int().describe("Of the copy.") }),
    status: 201,
    example: { params: { id: exampleSet } },
  },
  async ({ caller, params, save, answerHeaders }) => {
    const user = setUserOf(caller);
    const { id } = await save(async (tx) => {
      if (!(await readSet(tx, user, params.id))) throw new NotFound(goneSet);
      return duplicateSet(tx, user, params);
    });
    answerHeaders.set("Location", `/api/sets/${id}`);
    return { id };
  },
);
