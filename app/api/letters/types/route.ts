import { database } from "#db/client.ts";
import { savePeriods } from "#db/queries/letter-types.ts";
import { handler } from "#lib/server/handler.ts";
import { readLetterTypes } from "#app/(console)/letters/letter-types-query.ts";
import { letterTypeList, periodsBody } from "../schema.ts";

export const GET = handler(
  {
    permission: "letters.read",
    summary: "List letter types, their retention periods and how many letters they have",
    answer: letterTypeList,
  },
  async () => ({ letterTypes: await read() }),
);

export const PUT = handler(
  {
    permission: "letters.write",
    summary: "Set one retention period for several letter types",
    details: "All of them, or none. Answers those that were named, as they are now.",
    body: periodsBody,
    answer: letterTypeList,
    example: {
      body: {
        letterTypes: [
          { code: "FulLoanReceiptLetter", version: 1 },
          { code: "PINNumberLetter", version: 1 },
        ],
        retentionDays: 30,
      },
    },
  },
  async ({ caller, body: { letterTypes, retentionDays }, save }) => {
    await save((tx) => savePeriods(tx, letterTypes, retentionDays, caller.actor));
    const named = new Set(letterTypes.map(({ code }) => code));
    return { letterTypes: (await read()).filter(({ code }) => named.has(code)) };
  },
);

const read = () => database().transaction("lethe_web", (tx) => readLetterTypes(tx));
