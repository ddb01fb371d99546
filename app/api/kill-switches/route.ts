import { z } from "zod";
import { database } from "#db/client.ts";
import { engagedSwitches } from "#jobs/engine/kill-switch.ts";
import { handler } from "#lib/server/handler.ts";
import { engagedSwitch } from "./schema.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "List the kill switches that are engaged",
    answer: z.object({ switches: z.array(engagedSwitch) }),
  },
  async () => ({ switches: await database().transaction("lethe_web", engagedSwitches) }),
);
