import { database } from "#db/client.ts";
import { verifyAudit } from "#db/queries/audit.ts";
import { handler } from "#lib/server/handler.ts";
import { auditVerdict } from "../schema.ts";

/** Every entry's hash is computed anew. */
const VERIFY_TIMEOUT_MS = 120_000;

export const GET = handler(
  {
    permission: "audit.read",
    summary: "Verify that no entry of the audit was altered, removed or put in",
    answer: auditVerdict,
  },
  async () => {
    const brokenAt = await database().transaction("lethe_web", verifyAudit, {
      statementTimeoutMs: VERIFY_TIMEOUT_MS,
    });
    return { whole: brokenAt === null, brokenAt };
  },
);
