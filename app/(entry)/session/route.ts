import { isFromOwnPage } from "#lib/server/origin.ts";
import { timeOf } from "#lib/server/session.ts";
import { isUnavailable } from "#lib/server/unavailable.ts";

/** What the session has left; null once it is over. To ask is no activity. */
export const GET = ({ headers }: Request) => answer(headers, { isActivity: false });

/** Somebody is there: the same, from now on. */
export const POST = ({ headers }: Request) =>
  isFromOwnPage(headers)
    ? answer(headers, { isActivity: true })
    : Promise.resolve(new Response(null, { status: 403 }));

async function answer(headers: Headers, how: { isActivity: boolean }): Promise<Response> {
  try {
    return Response.json(await timeOf(headers, how));
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return new Response(null, { status: 503 });
  }
}
