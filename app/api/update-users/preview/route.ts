import { previewUpdate } from "#jobs/update-users/preview.ts";
import { handler } from "#lib/server/handler.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { updateOptions } from "#lib/update-fields.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { exampleUpdate, updatePreview } from "../schema.ts";

export const POST = handler(
  {
    permission: "users.read",
    summary: "Preview an update of users",
    details:
      "Which members of a set a run of Update/Notify Users started now would change, from what to what; by the same SQL. Changes nothing.",
    body: updateOptions,
    answer: updatePreview,
    example: { body: exampleUpdate },
  },
  ({ caller: { staffId, apiKeyId }, body, signal }) =>
    readStoppable({ signal, timeoutMs: PREVIEW_TIMEOUT_MS, what: "The preview" }, (tx) =>
      previewUpdate(tx, { options: body, staffId, apiKeyId }),
    ),
);
