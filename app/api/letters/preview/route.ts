import { database } from "#db/client.ts";
import { previewLettersPurge } from "#jobs/purge-letters/preview.ts";
import { handler } from "#lib/server/handler.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { lettersPreview, lettersPreviewQuery } from "../schema.ts";

export const GET = handler(
  {
    permission: "letters.read",
    summary: "Preview Letters Purge with Retention",
    details: "What a run started now would remove, by the same SQL. Changes nothing.",
    query: lettersPreviewQuery,
    answer: lettersPreview,
    example: { query: { asOf: "2026-06-30" } },
  },
  ({ query }) =>
    database().transaction("lethe_web", (tx) => previewLettersPurge(tx, query), {
      statementTimeoutMs: PREVIEW_TIMEOUT_MS,
      isolation: "repeatable read",
    }),
);
