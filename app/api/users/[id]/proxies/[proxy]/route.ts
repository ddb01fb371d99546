import { removeProxy } from "#db/queries/user-ties.ts";
import { handler } from "#lib/server/handler.ts";
import { tied, userParams } from "../../schema.ts";

export const DELETE = handler(
  {
    permission: "users.write",
    summary: "Let another user act for a user no more",
    details:
      "Both are named by their internal IDs. Whom a user acts for is removed at the other's.",
    params: userParams.extend({ proxy: userParams.shape.id }),
    answer: tied,
    example: { params: { id: 1, proxy: 2 } },
  },
  async ({ caller, params: { id, proxy }, save }) => {
    await save((tx) => removeProxy(tx, caller.actor, { proxy, proxyFor: id }));
    return { id };
  },
);
