import { log } from "#lib/server/log.ts";
import { ownPath, plainPage } from "#lib/server/plain-page.ts";
import { unavailable } from "#lib/server/unavailable.ts";

export function GET(request: Request): Response {
  log.error("a page was asked for while the database could not be reached");
  const to = ownPath(new URL(request.url).searchParams.get("from"));
  return plainPage(503, "The database is away", unavailable, { label: "Try again", to });
}
