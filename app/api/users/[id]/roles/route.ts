import { z } from "zod";
import { roleForm } from "#app/(console)/users/[id]/schema.ts";
import { setRole } from "#db/queries/user-ties.ts";
import { handler } from "#lib/server/handler.ts";
import { exampleUser, tied, userParams } from "../schema.ts";

const { code, active } = roleForm.shape;

export const POST = handler(
  {
    permission: "users.write",
    summary: "Give a user a role, or make it active or inactive",
    details: "A purge passes over who has an active staff role.",
    params: userParams,
    body: z.strictObject({ code, active }),
    answer: tied,
    example: { params: exampleUser, body: { code: "PATRON", active: true } },
  },
  async ({ caller, params: { id }, body, save }) => {
    await save((tx) => setRole(tx, caller.actor, { userId: id, ...body }));
    return { id };
  },
);
