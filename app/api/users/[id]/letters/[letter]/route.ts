import { database } from "#db/client.ts";
import { readLetter } from "#db/queries/letters.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { letterParams, wholeLetter } from "../schema.ts";

export const GET = handler(
  {
    permission: "users.read",
    summary: "Read a letter to a user",
    details: "The body is as the source system sent it: show it to nobody without a sandbox.",
    params: letterParams,
    answer: wholeLetter,
    example: { params: { id: 1, letter: 1 } },
  },
  async ({ params: { id, letter: number } }) => {
    const letter = await database().transaction("lethe_web", (tx) => readLetter(tx, id, number));
    if (!letter) throw new NotFound("There is no such letter.");
    return letter;
  },
);
