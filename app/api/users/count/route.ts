import { database } from "#db/client.ts";
import { patientCount } from "#db/queries/user-pages.ts";
import { userListSearch } from "#app/(console)/users/schema.ts";
import { handler } from "#lib/server/handler.ts";

/** How many users a search finds or a set holds; ends when whoever asked is gone. */
export const GET = handler("users.read", async (request, staff) => {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const { search, set } = userListSearch.parse(asked);
  const count = await patientCount(database(), staff, { search, set }, request.signal);
  return Response.json({ count });
});
