import { z } from "zod";
import { proxyForm } from "#app/(console)/users/[id]/schema.ts";
import { addProxy } from "#db/queries/user-ties.ts";
import { handler } from "#lib/server/handler.ts";
import { exampleUser, tied, userParams } from "../schema.ts";

const { primaryId } = proxyForm.shape;

export const POST = handler(
  {
    permission: "users.write",
    summary: "Let another user act for a user",
    details: "The proxy is named by the primary ID. Both accounts remember it.",
    params: userParams,
    body: z.strictObject({ primaryId: primaryId.describe("The proxy's.") }),
    answer: tied,
    example: { params: exampleUser, body: { primaryId: "p2" } },
  },
  async ({ caller, params: { id }, body, save }) => {
    await save((tx) => addProxy(tx, caller.actor, { userId: id, ...body }));
    return { id };
  },
);
