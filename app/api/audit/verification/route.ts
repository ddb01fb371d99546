import { verifyAudit } from "#db/queries/audit.ts";
import { handler } from "#lib/server/handler.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { auditVerdict, verificationQuery } from "../schema.ts";

/** Every entry's hash is computed anew. */
const VERIFY_TIMEOUT_MS = 120_000;

export const GET = handler(
  {
    permission: "audit.read",
    summary: "Verify that no entry of the audit was altered, removed or put in",
    details:
      "That the newest entries were removed is seen by a head alone that was noted before, and kept elsewhere.",
    query: verificationQuery,
    alsoRefuses: [409],
    answer: auditVerdict,
  },
  async ({ query, signal }) => {
    const limits = { signal, timeoutMs: VERIFY_TIMEOUT_MS, what: "Verifying" };
    const { brokenAt, head, hasNoted } = await readStoppable(limits, (tx) =>
      verifyAudit(tx, query.head),
    );
    return { whole: brokenAt === null && hasNoted !== false, brokenAt, head, hasHead: hasNoted };
  },
);
