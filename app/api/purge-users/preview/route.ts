import { previewPurge } from "#jobs/purge-users/preview.ts";
import { handler } from "#lib/server/handler.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
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
  ({ caller, body, signal }) => {
    const { staffId, apiKeyId } = caller;
    const withSample = caller.holds("users.read");
    return readStoppable({ signal, timeoutMs: PREVIEW_TIMEOUT_MS, what: "The preview" }, (tx) =>
      previewPurge(tx, { options: body, staffId, apiKeyId, withSample }),
    );
  },
);
