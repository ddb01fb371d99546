import { z } from "zod";
import { releaseHold } from "#db/queries/hold-changes.ts";
import { handler } from "#lib/server/handler.ts";
import { holdParams, writerOf } from "../../schema.ts";

export const POST = handler(
  {
    permission: "holds.write",
    summary: "Release a legal hold",
    details:
      "The rules decide again from the next batch on, of a run at work as well. Whom the hold held is forgotten here; the hold stays in the list of those released.",
    params: holdParams,
    answer: z.object({ id: z.int() }),
    example: { params: { id: 3 } },
  },
  async ({ caller, params: { id }, save }) => {
    await save((tx) => releaseHold(tx, writerOf(caller), id));
    return { id };
  },
);
