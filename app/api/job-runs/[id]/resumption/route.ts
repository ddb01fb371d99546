import { z } from "zod";
import { resumeRun } from "#jobs/engine/pause.ts";
import { handler } from "#lib/server/handler.ts";
import { runParams } from "../../schema.ts";
import { steersRun } from "../steers-run.ts";

export const POST = handler(
  {
    permission: "anonymization.run",
    permissionBy: steersRun,
    summary: "Let a paused run go on",
    details: "It goes on where it stood. Refused while a kill switch is engaged.",
    params: runParams,
    answer: z.object({ id: z.int() }),
    status: 202,
    example: { params: { id: 7 } },
  },
  async ({ params: { id }, save }) => {
    await save((tx) => resumeRun(tx, id));
    return { id };
  },
);
