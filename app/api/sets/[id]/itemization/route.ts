import { itemizeSet } from "#db/queries/set-members.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf } from "../../../users/schema.ts";
import { exampleSet, setParams, versionBody, written } from "../../schema.ts";

export const POST = handler(
  {
    permission: "users.write",
    summary: "Make a logical set itemized",
    details: "Whom its query finds now stays a member, whatever becomes of them.",
    params: setParams,
    body: versionBody,
    answer: written,
    example: { params: { id: exampleSet }, body: { version: 1 } },
  },
  async ({ caller, params: { id }, body: { version }, save }) => {
    await save((tx) => itemizeSet(tx, setUserOf(caller), { id, version }));
    return { id, version: version + 1 };
  },
);
