import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { handler } from "#lib/server/handler.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { preview, previewQuery } from "../schema.ts";

export const GET = handler(
  {
    permission: "anonymization.read",
    summary: "Preview the anonymization job",
    details:
      "What a run started now would do, by the same rules and the same SQL. Changes nothing.",
    query: previewQuery,
    alsoRefuses: [409],
    answer: preview,
    example: { query: { asOf: "2026-06-30" } },
  },
  ({ query, signal }) =>
    readStoppable({ signal, timeoutMs: PREVIEW_TIMEOUT_MS, what: "The preview" }, (tx) =>
      previewAnonymization(tx, query),
    ),
);
