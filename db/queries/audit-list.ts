import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";

export interface AuditFilter {
  actor?: string;
  action?: string;
  /** YYYY-MM-DD in the institution's zone. */
  day?: string;
  /** Only rows older than this one. */
  before?: number;
}

export interface AuditRow {
  id: number;
  /** `YYYY-MM-DD HH:MM:SS` in the institution's zone. */
  at: string;
  actor: string;
  /** The name of a person or a key, or what `actor` is when it is none of today. */
  actorName: string;
  action: string;
  subject: string;
  /** `subject`, or by its name the person, key or rule it stands for. */
  subjectName: string;
  before: unknown;
  after: unknown;
}

const zone = sql`(SELECT time_zone FROM console.institution)`;
const nameOfActor = sql`coalesce(person.name, 'Key ' || key.name, CASE entry.actor WHEN 'operator' THEN 'Command line'
  WHEN 'schedule' THEN 'Schedule' WHEN 'setup' THEN 'Set-up link' WHEN 'unknown' THEN 'Somebody' ELSE entry.actor END)`;

const subjectOfRule = sql`'rule ' || rule.id || ' of ' || rule.family`;
/** A rule that is gone is named as it was last. */
const nameOfSubject = sql`coalesce(concerned.name, 'Key ' || concerned_key.name,
  CASE WHEN entry.subject LIKE 'rule % of %' THEN
    'rule “' || coalesce(rule.name, entry.after->>'name', entry.before->>'name') || '”'
      || substring(entry.subject FROM ' of .*$') END,
  entry.subject)`;

const namedActor = sql`LEFT JOIN console.staff AS person ON person.id = entry.actor
    LEFT JOIN console.api_keys AS key ON entry.actor = 'key ' || key.prefix`;

/** Newest first. */
export async function listAudit(tx: Tx, filter: AuditFilter, limit: number): Promise<AuditRow[]> {
  const { rows } = await tx.execute<Record<keyof AuditRow, unknown>>(sql`
    SELECT entry.id, to_char(entry.at AT TIME ZONE ${zone}, 'YYYY-MM-DD HH24:MI:SS') AS at, entry.actor,
      ${nameOfActor} AS "actorName", entry.action, entry.subject, ${nameOfSubject} AS "subjectName",
      entry.before, entry.after
    FROM console.audit AS entry ${namedActor}
    LEFT JOIN console.staff AS concerned ON entry.subject = 'staff ' || concerned.id
    LEFT JOIN console.api_keys AS concerned_key ON entry.subject = 'key ' || concerned_key.prefix
    LEFT JOIN console.anonymization_rules AS rule ON entry.subject = ${subjectOfRule}
    WHERE ${wanted(filter)} ORDER BY entry.id DESC LIMIT ${limit}`);
  return rows.map((row) => ({
    id: Number(row.id),
    at: String(row.at),
    actor: String(row.actor),
    actorName: String(row.actorName),
    action: String(row.action),
    subject: String(row.subject),
    subjectName: String(row.subjectName),
    before: row.before,
    after: row.after,
  }));
}

function wanted({ actor, action, day, before }: AuditFilter): SQL {
  const conditions = [sql`true`];
  if (actor !== undefined) conditions.push(sql`entry.actor = ${actor}`);
  if (action !== undefined) conditions.push(sql`entry.action = ${action}`);
  if (before !== undefined) conditions.push(sql`entry.id < ${before}`);
  if (day !== undefined) {
    conditions.push(sql`entry.at >= ${day}::date::timestamp AT TIME ZONE ${zone}
      AND entry.at < (${day}::date + 1)::timestamp AT TIME ZONE ${zone}`);
  }
  return sql.join(conditions, sql` AND `);
}

export interface AuditChoices {
  actors: { value: string; label: string }[];
  actions: string[];
}

/** What the filter can be set to: what there is. */
export async function auditChoices(tx: Tx): Promise<AuditChoices> {
  const { rows: actors } = await tx.execute<{ value: string; label: string }>(sql`
    SELECT entry.actor AS value, ${nameOfActor} AS label
    FROM (SELECT DISTINCT actor FROM console.audit) AS entry
    ${namedActor}
    ORDER BY lower(${nameOfActor}), value`);
  const { rows: actions } = await tx.execute<{ action: string }>(
    sql`SELECT DISTINCT action FROM console.audit ORDER BY action`,
  );
  return { actors, actions: actions.map(({ action }) => action) };
}
