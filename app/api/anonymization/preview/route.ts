import { database } from "#db/client.ts";
import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { handler } from "#lib/server/handler.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { preview, previewQuery } from "../schema.ts";

export const GET = handler(
  {
    permission: "anonymization.read",
    summary: "Preview the anonymization job",
    details:
      "What a run started now would do, by the same rules and the same SQL. Changes nothing.",
    query: previewQuery,
    answer: preview,
    example: { query: { asOf: "2026-06-30" } },
  },
  ({ query }) =>
    database().transaction("lethe_web", (tx) => previewAnonymization(tx, query), {
      statementTimeoutMs: PREVIEW_TIMEOUT_MS,
      isolation: "repeatable read",
    }),
);
