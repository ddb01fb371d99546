import { z } from "zod";
import { usersPerPage } from "#app/(console)/users/schema.ts";
import { listHeldBack } from "#jobs/purge-users/held-back.ts";
import { purgeReasonKeys } from "#lib/purge-fields.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { handler } from "#lib/server/handler.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { ordering, userPage } from "../../users/schema.ts";
import { examplePurge, purgeJobBody } from "../schema.ts";

export const POST = handler(
  {
    permission: "purge.read",
    alsoPermission: "users.read",
    summary: "List whom a purge would hold back for a reason",
    details:
      "Whom a run started now with these criteria would keep, by the first reason that applies; as many as the preview counts. A page of 50; posted as the preview is.",
    body: z.strictObject({
      criteria: purgeJobBody,
      reason: z.enum(purgeReasonKeys, `A reason is ${purgeReasonKeys.join(", ")}.`),
      ...ordering,
      descending: z.boolean().default(false),
    }),
    answer: userPage,
    example: { body: { criteria: examplePurge, reason: "activeLoan" } },
  },
  ({ caller: { staffId, apiKeyId }, body: { criteria, reason, ...page }, signal }) =>
    readStoppable({ signal, timeoutMs: PREVIEW_TIMEOUT_MS, what: "The list" }, (tx) =>
      listHeldBack(tx, { options: criteria, staffId, apiKeyId }, reason, {
        ...page,
        limit: usersPerPage,
      }),
    ),
);
