import { database } from "#db/client.ts";
import { readUserDetails } from "#db/queries/user-details.ts";
import { changeUser } from "#db/queries/users.ts";
import { handler } from "#lib/server/handler.ts";
import { exampleUser, userBody, userDetails, userParams, written } from "./schema.ts";

export const GET = handler(
  {
    permission: "users.read",
    summary: "Read a user's details",
    details:
      "All that the tabs of User Details show, but for their lists: letters, records and history have routes of their own. The user is named by the internal ID, which a search tells.",
    params: userParams,
    answer: userDetails,
    example: { params: exampleUser },
  },
  ({ params: { id } }) =>
    database().transaction("lethe_web", (tx) => readUserDetails(tx, id), {
      isolation: "repeatable read",
    }),
);

export const PUT = handler(
  {
    permission: "users.write",
    summary: "Change a user's general details",
    details:
      "What is left out stays as it is; null empties a field. The user's History names the key and the fields, never what stands or stood in them.",
    params: userParams,
    body: userBody,
    answer: written,
    example: { params: exampleUser, body: { version: "812", expiryDate: "2027-09-30" } },
  },
  async ({ caller, params: { id }, body, save }) => {
    const { version } = await save((tx) => changeUser(tx, caller.actor, { id, ...body }));
    return { id, version };
  },
);
