import { cookies } from "next/headers";
import { themeCookie } from "#components/theme.ts";
import { log, newLogId } from "#lib/server/log.ts";
import { ownPath, plainPage } from "#lib/server/plain-page.ts";

export async function GET(request: Request): Promise<Response> {
  const id = newLogId();
  log.error({ id }, "a page was asked for while the database could not be reached");
  return plainPage(503, {
    title: "The database is away",
    sentences: [
      "Lethe cannot reach its database right now. Nothing that was saved is lost; try again in a moment.",
      "A run that was under way goes on where it stood. If this lasts, <code>npm run lethe -- doctor</code> says on the server what is wrong.",
    ],
    way: {
      label: "Try again",
      to: ownPath(new URL(request.url).searchParams.get("from")),
    },
    id,
    theme: (await cookies()).get(themeCookie)?.value,
  });
}
