import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import { requestRun, type Requested } from "#jobs/engine/propose.ts";
import { requestConfirmed } from "#jobs/engine/request-confirmed.ts";
import type { PurgeAsked } from "#jobs/purge-users/frozen.ts";
import { previewPurge } from "#jobs/purge-users/preview.ts";
import type { Caller } from "#lib/server/caller.ts";
import type { confirmBody } from "./schema.ts";

/** As a script asks: with the number of the preview, or without. */
export function requestPurge(
  tx: Tx,
  { staffId, apiKeyId }: Caller,
  options: PurgeAsked,
  { confirm, policy }: z.output<typeof confirmBody>,
): Promise<Requested> {
  const request = {
    job: "purge-users",
    options,
    submittedVia: "api",
    staffId,
    apiKeyId,
  } as const;
  return confirm === undefined
    ? requestRun(tx, request)
    : requestConfirmed(tx, previewPurge, { ...request, confirm, ...(policy && { policy }) });
}

export const answerOf = (requested: Requested) =>
  "runId" in requested
    ? { id: requested.runId, proposal: null }
    : { id: null, proposal: requested.proposalId };
