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

/** An entry's number and the first digits of its hash, which covers it and all before it. */
export const auditHead = /^[1-9]\d{0,14}:[0-9a-f]{16}$/;
/** SQL for it. */
export const auditHeadOf = sql`id || ':' || left(encode(hash, 'hex'), 16)`;

export interface AuditState {
  /** The first entry that does not follow from the one before it. */
  brokenAt: number | null;
  /** Of the newest entry: noted elsewhere, it shows later whether that is still there. */
  head: string | null;
  /** Whether the `noted` head is of an entry; null where none was handed in. */
  hasNoted: boolean | null;
}

/** The chain alone cannot tell that its end was cut off: only a head that was noted elsewhere can. */
export async function verifyAudit(tx: Tx, noted?: string): Promise<AuditState> {
  const { rows } = await tx.execute<AuditState & Record<string, unknown>>(sql`
    SELECT min(id) FILTER (WHERE NOT follows)::float8 AS "brokenAt",
      (SELECT ${auditHeadOf} FROM console.audit ORDER BY id DESC LIMIT 1) AS head,
      bool_or(${auditHeadOf} = ${noted ?? null}::text) AS "hasNoted"
    FROM (
      SELECT entry.id, entry.hash, entry.hash = console.audit_hash(coalesce(lag(entry.hash) OVER (ORDER BY entry.id), ''), entry) AS follows
      FROM console.audit AS entry
    ) AS links`);
  const { brokenAt = null, head: newest = null, hasNoted } = rows[0] ?? {};
  return { brokenAt, head: newest, hasNoted: noted === undefined ? null : (hasNoted ?? false) };
}

/** In sentences, for whoever runs the server. */
export const auditProblems = ({ brokenAt, hasNoted }: AuditState, noted?: string): string[] => [
  ...(brokenAt === null
    ? []
    : [`The audit is not whole: entry ${brokenAt} does not follow from the one before it.`]),
  ...(hasNoted === false
    ? [`The audit no longer has the entry ${noted}: it or newer ones were removed or replaced.`]
    : []),
];
