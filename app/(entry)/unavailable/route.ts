import { cookies } from "next/headers";
import { themeCookie } from "#components/theme.ts";
import { log, newLogId } from "#lib/server/log.ts";
import { ownPath, plainPage } from "#lib/server/plain-page.ts";
import { reasons } from "#lib/server/unless-away.ts";

const sentences: Record<(typeof reasons)[number], { title: string; sentences: string[] }> = {
  away: {
    title: "The database is away",
    sentences: [
      "Lethe cannot reach its database right now. Nothing that was saved is lost; try again in a moment.",
      "A run that was under way goes on where it stood. If this lasts, <code>npm run lethe -- doctor</code> says on the server what is wrong.",
    ],
  },
  busy: {
    title: "Lethe is busy",
    sentences: [
      "Something large is under way and holds what this page reads: an import that replaces the demo library, the rewriting of a table, or several long counts at once. Nothing is lost; try again in a minute.",
    ],
  },
  slow: {
    title: "This took too long",
    sentences: [
      "What this page counts took longer than it may and was given up. Nothing was changed. Try again when less is going on.",
    ],
  },
};

export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const why = reasons.find((reason) => reason === searchParams.get("why")) ?? "away";
  const id = newLogId();
  log.error({ id, why }, "a page was asked for that the database could not give");
  return plainPage(503, {
    ...sentences[why],
    way: { label: "Try again", to: ownPath(searchParams.get("from")) },
    id,
    theme: (await cookies()).get(themeCookie)?.value,
  });
}
