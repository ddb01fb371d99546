import { z } from "zod";
import { abortRun } from "#jobs/engine/abort.ts";
import { handler } from "#lib/server/handler.ts";
import { runParams } from "../../schema.ts";
import { steersRun } from "../steers-run.ts";

export const POST = handler(
  {
    permission: "anonymization.run",
    permissionBy: steersRun,
    summary: "Ask a run to stop",
    details: "It stops before its next batch; what is committed stays done.",
    params: runParams,
    answer: z.object({ id: z.int(), status: z.literal("aborting") }),
    status: 202,
    example: { params: { id: 7 } },
  },
  async ({ params: { id }, save }) => {
    await save((tx) => abortRun(tx, id));
    return { id, status: "aborting" as const };
  },
);
