import { previewLettersPurge } from "#jobs/purge-letters/preview.ts";
import { handler } from "#lib/server/handler.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { lettersPreview, lettersPreviewQuery } from "../schema.ts";

export const GET = handler(
  {
    permission: "letters.read",
    summary: "Preview Letters Purge with Retention",
    details: "What a run started now would remove, by the same SQL. Changes nothing.",
    query: lettersPreviewQuery,
    alsoRefuses: [409],
    answer: lettersPreview,
    example: { query: { asOf: "2026-06-30" } },
  },
  ({ query, signal }) =>
    readStoppable({ signal, timeoutMs: PREVIEW_TIMEOUT_MS, what: "The preview" }, (tx) =>
      previewLettersPurge(tx, query),
    ),
);
