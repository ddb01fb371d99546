import { z } from "zod";
import { acknowledgeVerdict } from "#jobs/engine/verify.ts";
import { handler } from "#lib/server/handler.ts";
import { runParams } from "../../schema.ts";
import { steersRun } from "../steers-run.ts";

export const POST = handler(
  {
    permission: "anonymization.run",
    permissionBy: steersRun,
    summary: "Say that a bad verdict was looked at",
    details: "Until then the job does not run again.",
    params: runParams,
    answer: z.object({ id: z.int() }),
    example: { params: { id: 7 } },
  },
  async ({ params: { id }, caller, save }) => {
    await save((tx) => acknowledgeVerdict(tx, id, caller.staffId));
    return { id };
  },
);
