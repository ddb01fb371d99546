import { database } from "#db/client.ts";
import { explainRecord } from "#jobs/anonymize/explain.ts";
import { handler } from "#lib/server/handler.ts";
import { explanation, recordParams } from "../../../schema.ts";

export const GET = handler(
  {
    permission: "anonymization.read",
    summary: "Explain which rule decides a record, and when it goes",
    details:
      "By the same rules and the same SQL as preview and run, as of today. The answer names no patron. The id is Lethe's own, not the number in the source system.",
    params: recordParams,
    answer: explanation,
    example: { params: { family: "loans", id: 7 } },
  },
  ({ params: { family, id } }) =>
    database().transaction("lethe_web", (tx) => explainRecord(tx, family, id), {
      isolation: "repeatable read",
    }),
);
