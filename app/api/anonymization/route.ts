import { database } from "#db/client.ts";
import { readAnonymization, saveFamilies } from "#db/queries/anonymization.ts";
import { handler } from "#lib/server/handler.ts";
import { everyFamily, someFamilies } from "./schema.ts";

export const GET = handler(
  {
    permission: "anonymization.read",
    summary: "Read what the anonymization job takes of each family",
    answer: everyFamily,
  },
  () => database().transaction("lethe_web", readAnonymization),
);

export const PUT = handler(
  {
    permission: "anonymization.write",
    summary: "Set what the anonymization job takes",
    details:
      "A family that is left out stays as it is. Refused when somebody else changed a family since its version was read.",
    body: someFamilies,
    answer: everyFamily,
    example: { body: { loans: { version: 3, records: true, notes: true } } },
  },
  async ({ body, save }) => {
    await save((tx) => saveFamilies(tx, body));
    return database().transaction("lethe_web", readAnonymization);
  },
);
