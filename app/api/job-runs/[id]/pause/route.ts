import { z } from "zod";
import { pauseRun } from "#jobs/engine/pause.ts";
import { handler } from "#lib/server/handler.ts";
import { runParams } from "../../schema.ts";
import { steersRun } from "../steers-run.ts";

export const POST = handler(
  {
    permission: "anonymization.run",
    permissionBy: steersRun,
    summary: "Ask a run to wait",
    details:
      "A batch at work is finished, the next is not begun. Nobody but a person or a script resumes it.",
    params: runParams,
    answer: z.object({ id: z.int(), status: z.literal("paused") }),
    status: 202,
    example: { params: { id: 7 } },
  },
  async ({ params: { id }, save }) => {
    await save((tx) => pauseRun(tx, id));
    return { id, status: "paused" as const };
  },
);
