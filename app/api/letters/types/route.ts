import { database } from "#db/client.ts";
import { handler } from "#lib/server/handler.ts";
import { readLetterTypes } from "#app/(console)/letters/letter-types-query.ts";
import { letterTypeList } from "../schema.ts";

export const GET = handler(
  {
    permission: "letters.read",
    summary: "List letter types, their retention periods and how many letters they have",
    answer: letterTypeList,
  },
  async () => ({
    letterTypes: await database().transaction("lethe_web", (tx) => readLetterTypes(tx)),
  }),
);
