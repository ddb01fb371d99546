import { auth } from "#lib/server/auth.ts";
import { logError } from "#lib/server/log.ts";
import { foreignRequest, isFromOwnPage } from "#lib/server/origin.ts";
import { toldByDatabase } from "#lib/server/unavailable.ts";

/** All that better-auth is asked over HTTP. Accounts change under Staff alone. */
const open = ["/api/auth/sign-in/email", "/api/auth/sign-out"];

export async function POST(request: Request): Promise<Response> {
  if (!open.includes(new URL(request.url).pathname)) return new Response(null, { status: 404 });
  if (!isFromOwnPage(request.headers)) {
    return Response.json({ error: foreignRequest }, { status: 403 });
  }
  try {
    return await auth().handler(request);
  } catch (error) {
    const told = toldByDatabase(error);
    if (told) return Response.json({ error: told.sentence }, { status: told.status });
    logError("sign-in failed", error);
    return Response.json({ error: "Something went wrong in Lethe." }, { status: 500 });
  }
}
