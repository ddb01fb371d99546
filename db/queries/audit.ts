import { and, eq, gt, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { audit } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";

/**
 * `actor` is a staff id, `key lethe_…` (a script), `operator` (the command line), `schedule`, `setup`,
 * or `unknown`: whoever failed to sign in.
 */
export async function recordChange(tx: Tx, actor: string, change: Change): Promise<void> {
  await tx.insert(audit).values({
    actor,
    action: change.action,
    subject: change.subject,
    before: change.before ?? null,
    after: change.after ?? null,
  });
}

/** How often this was recorded within the last minute. */
export const auditedInMinute = (tx: Tx, { action, subject }: Pick<Change, "action" | "subject">) =>
  tx.$count(
    audit,
    and(
      gt(audit.at, sql`now() - interval '1 minute'`),
      eq(audit.action, action),
      eq(audit.subject, subject),
    ),
  );

/** The first row whose hash does not follow from the row before it, null when the chain is whole. */
export async function verifyAudit(tx: Tx): Promise<number | null> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    SELECT id FROM (
      SELECT entry.id, entry.hash = console.audit_hash(coalesce(lag(entry.hash) OVER (ORDER BY entry.id), ''), entry) AS follows
      FROM console.audit AS entry
    ) AS links
    WHERE NOT follows ORDER BY id LIMIT 1`);
  return rows[0] ? Number(rows[0].id) : null;
}
