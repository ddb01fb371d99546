import { z } from "zod";
import { database } from "#db/client.ts";
import { patientCount } from "#db/queries/user-pages.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf, source } from "../schema.ts";

export const GET = handler(
  {
    permission: "users.read",
    summary: "Count users, or the members of a set",
    query: z.object(source),
    alsoRefuses: [404, 409],
    answer: z.object({ count: z.int() }),
  },
  async ({ caller, query, signal }) => ({
    count: await patientCount(database(), setUserOf(caller), query, signal),
  }),
);
