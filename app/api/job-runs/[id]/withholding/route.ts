import { z } from "zod";
import { withholdLetters } from "#jobs/mail/withhold-letters.ts";
import { handler } from "#lib/server/handler.ts";
import { runParams } from "../../schema.ts";

export const POST = handler(
  {
    permission: "users.run",
    summary: "Do not send what waits of a run's letters",
    details: "They are never sent; on Attachments they stay. It cannot be undone.",
    params: runParams,
    answer: z.object({ id: z.int(), status: z.literal("withheld") }),
    example: { params: { id: 7 } },
  },
  async ({ params: { id }, save }) => {
    await save((tx) => withholdLetters(tx, id));
    return { id, status: "withheld" as const };
  },
);
