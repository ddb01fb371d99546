import { addPart } from "#db/queries/user-parts.ts";
import { handler } from "#lib/server/handler.ts";
import { partBody } from "#lib/user-changes.ts";
import { exampleUser, userParams, written } from "../schema.ts";
import { exampleEmail } from "./schema.ts";

export const POST = handler(
  {
    permission: "users.write",
    summary: "Add an address, e-mail, phone, identifier, note or block to a user",
    details: "Of addresses, e-mails and phones one each is preferred: a new one takes its place.",
    params: userParams,
    body: partBody,
    answer: written.describe("The part's."),
    status: 201,
    example: { params: exampleUser, body: exampleEmail },
  },
  async ({ caller, params: { id: userId }, body, save }) => {
    const { kind, ...values } = body;
    const { id, version } = await save((tx) =>
      addPart(tx, caller.actor, kind, { userId, ...values }),
    );
    return { id, version };
  },
);
