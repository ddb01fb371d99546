import { database } from "#db/client.ts";
import { saveLetterType } from "#db/queries/letter-types.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { readLetterTypes } from "#app/(console)/letters/letter-types-query.ts";
import { letterType, letterTypeBody, letterTypeParams } from "../../schema.ts";

export const GET = handler(
  {
    permission: "letters.read",
    summary: "Read a letter type",
    params: letterTypeParams,
    answer: letterType,
    example: { params: { code: "FulLoanReceiptLetter" } },
  },
  ({ params: { code } }) => read(code),
);

export const PUT = handler(
  {
    permission: "letters.write",
    summary: "Set a letter type's retention period, and whether it is enabled",
    details: "Acts at the next run. Letters follow the period, enabled type or not.",
    params: letterTypeParams,
    body: letterTypeBody,
    answer: letterType,
    example: {
      params: { code: "FulLoanReceiptLetter" },
      body: { version: 1, retentionDays: 30 },
    },
  },
  async ({ caller, params: { code }, body: { version, ...input }, save }) => {
    await read(code);
    await save((tx) => saveLetterType(tx, { code, version }, input, caller.actor));
    return read(code);
  },
);

async function read(code: string) {
  const types = await database().transaction("lethe_web", (tx) => readLetterTypes(tx));
  const found = types.find((type) => type.code === code);
  if (!found) throw new NotFound(`There is no letter type ${code}.`);
  return found;
}
