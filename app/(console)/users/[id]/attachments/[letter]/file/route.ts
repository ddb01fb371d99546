import { database } from "#db/client.ts";
import { readLetter } from "#db/queries/letters.ts";
import { letterDocument, letterPolicy } from "#lib/letter-document.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { letterParameters } from "../../schema.ts";

/** An HTML page in which what the letter would run or fetch stays off, wherever it is opened. */
export const GET = handler(
  {
    permission: "users.read",
    summary: "Download a letter to a user",
    params: letterParameters,
  },
  async ({ params: { id, letter: number } }) => {
    const letter = await database().transaction("lethe_web", (tx) => readLetter(tx, id, number));
    if (!letter) throw new NotFound("There is no such letter.");
    return new Response(letterDocument(letter.body ?? ""), {
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Disposition": `attachment; filename="letter-${letter.id}.html"`,
        "Content-Security-Policy": letterPolicy,
      },
    });
  },
);
