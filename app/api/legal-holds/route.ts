import { z } from "zod";
import { database } from "#db/client.ts";
import { placeHold } from "#db/queries/hold-changes.ts";
import { listHolds } from "#db/queries/legal-holds.ts";
import { holdStates } from "#lib/hold-fields.ts";
import { handler } from "#lib/server/handler.ts";
import { holdsPerPage } from "#app/(console)/legal-holds/schema.ts";
import { setUserOf } from "../users/schema.ts";
import { before, exampleTexts, holdPage, placeBody, writerOf } from "./schema.ts";

export const GET = handler(
  {
    permission: "holds.read",
    summary: "List legal holds",
    details: "Newest first. A hold that is due for review is open as well.",
    query: z.strictObject({
      state: z.enum(holdStates, `A hold is ${holdStates.join(", ")}.`).default("open"),
      before,
    }),
    answer: holdPage,
    example: { query: { state: "due" } },
  },
  async ({ caller, query }) => {
    const found = await database().transaction("lethe_web", (tx) =>
      listHolds(tx, setUserOf(caller), { ...query, limit: holdsPerPage + 1 }),
    );
    const holds = found.slice(0, holdsPerPage);
    return { holds, next: found.length > holds.length ? (holds.at(-1)?.id ?? null) : null };
  },
);

export const POST = handler(
  {
    permission: "holds.write",
    summary: "Place a legal hold on a person or a set",
    details:
      "Nothing of whom it holds is forgotten from the next batch on. The members that a set has now are held, new ones within a minute; who leaves the set stays held.",
    body: placeBody,
    alsoRefuses: [404],
    answer: z.object({ id: z.int() }),
    status: 201,
    example: { body: { person: "S1004", ...exampleTexts } },
  },
  async ({ caller, body, save, answerHeaders }) => {
    const { person, set, ...texts } = body;
    const whom = set === undefined ? { person: person ?? "" } : { set };
    const { id } = await save((tx) => placeHold(tx, writerOf(caller), { whom, ...texts }));
    answerHeaders.set("Location", `/api/legal-holds/${id}`);
    return { id };
  },
);
