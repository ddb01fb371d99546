import { database } from "#db/client.ts";
import { readInstitution, saveInstitution } from "#db/queries/institution.ts";
import { handler } from "#lib/server/handler.ts";
import { institutionAnswer, institutionBody, savedInstitution } from "./schema.ts";

export const GET = handler(
  {
    permission: "overview.read",
    summary: "Read the institution's name, time zone and currency",
    answer: institutionAnswer,
  },
  () => database().transaction("lethe_web", readInstitution),
);

export const PUT = handler(
  {
    permission: "institution.write",
    summary: "Set the institution's name, time zone and currency",
    details:
      "Another zone derives the days of all linked records anew; it is refused while a run is active.",
    body: institutionBody,
    answer: savedInstitution,
    example: {
      body: {
        version: 1,
        name: "Riverside University",
        timeZone: "Europe/Zurich",
        currency: "CHF",
      },
    },
  },
  async ({ body, save }) => {
    const { moved } = await save((tx) => saveInstitution(tx, body));
    return { ...(await database().transaction("lethe_web", readInstitution)), moved };
  },
);
