import { database } from "#db/client.ts";
import { patientPage } from "#db/queries/user-pages.ts";
import { userListSearch, usersPerPage } from "#app/(console)/users/schema.ts";
import { handler } from "#lib/server/handler.ts";

/** A page of users that a search finds or a set holds; ends when whoever asked is gone. */
export const GET = handler("users.read", async (request, staff) => {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const { search, set, order, descending, after } = userListSearch.parse(asked);
  const page = await patientPage(
    database(),
    staff,
    { search, set },
    { order, descending: descending === "yes", after, limit: usersPerPage },
    request.signal,
  );
  return Response.json(page);
});
