import { database } from "#db/client.ts";
import { previewPurge } from "#jobs/purge-users/preview.ts";
import { handler } from "#lib/server/handler.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { examplePurge, purgeJobBody, purgePreview } from "../schema.ts";

export const POST = handler(
  {
    permission: "purge.read",
    summary: "Preview a purge of users",
    details:
      "Whom a run started now would purge and whom it would keep, each by the first reason that applies; by the same SQL. Changes nothing.",
    body: purgeJobBody,
    answer: purgePreview,
    example: { body: examplePurge },
  },
  ({ caller: { staffId, apiKeyId, holds }, body }) =>
    database().transaction(
      "lethe_web",
      (tx) =>
        previewPurge(tx, { options: body, staffId, apiKeyId, withSample: holds("users.read") }),
      { statementTimeoutMs: PREVIEW_TIMEOUT_MS, isolation: "repeatable read" },
    ),
);
