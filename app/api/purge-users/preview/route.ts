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
  ({ caller, body }) => {
    const { staffId, apiKeyId } = caller;
    const withSample = caller.holds("users.read");
    return database().transaction(
      "lethe_web",
      (tx) => previewPurge(tx, { options: body, staffId, apiKeyId, withSample }),
      { statementTimeoutMs: PREVIEW_TIMEOUT_MS, isolation: "repeatable read" },
    );
  },
);
