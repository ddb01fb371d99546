import { verifyAudit } from "#db/queries/audit.ts";
import { handler } from "#lib/server/handler.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { auditVerdict } from "../schema.ts";

/** Every entry's hash is computed anew. */
const VERIFY_TIMEOUT_MS = 120_000;

export const GET = handler(
  {
    permission: "audit.read",
    summary: "Verify that no entry of the audit was altered, removed or put in",
    alsoRefuses: [409],
    answer: auditVerdict,
  },
  async ({ signal }) => {
    const limits = { signal, timeoutMs: VERIFY_TIMEOUT_MS, what: "Verifying" };
    const brokenAt = await readStoppable(limits, verifyAudit);
    return { whole: brokenAt === null, brokenAt };
  },
);
