import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import type { Requested } from "#jobs/engine/propose.ts";
import { requestConfirmed } from "#jobs/engine/request-confirmed.ts";
import type { PurgeAsked } from "#jobs/purge-users/frozen.ts";
import { previewPurge } from "#jobs/purge-users/preview.ts";
import type { Caller } from "#lib/server/caller.ts";
import type { confirmBody } from "./schema.ts";

/** As a script asks: with the number of the preview, or without. */
export const requestPurge = (
  tx: Tx,
  { staffId, apiKeyId }: Caller,
  options: PurgeAsked,
  confirmed: z.output<typeof confirmBody>,
): Promise<Requested> =>
  requestConfirmed(tx, previewPurge, {
    job: "purge-users",
    options,
    submittedVia: "api",
    staffId,
    apiKeyId,
    ...confirmed,
    exactly: true,
  });
