import { outcomeOf } from "#jobs/engine/propose.ts";
import { previewPurge } from "#jobs/purge-users/preview.ts";
import { handler } from "#lib/server/handler.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { startedRun } from "../../job-runs/schema.ts";
import { requestPurge } from "../../purge-users/request.ts";
import { confirmBody, purgePreview } from "../../purge-users/schema.ts";

const options = { purged: "apply" } as const;

export const GET = handler(
  {
    permission: "purge.read",
    summary: "Preview the policy on users purged earlier",
    details: "Counts those who were purged under a policy that leaves more. Changes nothing.",
    alsoRefuses: [409],
    answer: purgePreview,
  },
  ({ caller: { staffId, apiKeyId }, signal }) =>
    readStoppable({ signal, timeoutMs: PREVIEW_TIMEOUT_MS, what: "The preview" }, (tx) =>
      previewPurge(tx, { options, staffId, apiKeyId }),
    ),
);

export const POST = handler(
  {
    permission: "purge.run",
    summary: "Apply the policy to users purged earlier",
    body: confirmBody,
    answer: startedRun,
    status: 202,
    example: { body: { confirm: 0 } },
  },
  async ({ caller, body, save }) =>
    outcomeOf(await save((tx) => requestPurge(tx, caller, options, body))),
);
