import { sql, type SQL } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import type { Tx } from "../client.ts";
import type { unfoundReason } from "../schema/index.ts";
import { wasPurged } from "./purged-ids.ts";
import { lockItemized } from "./set-members.ts";
import { noteMembersChange, subjectOf, type SetUser } from "./sets.ts";

/** An ID of a list, as a file or a form holds it. */
export interface SentId {
  line: number;
  value: string;
  /** A spreadsheet held it as a number: leading zeros may be lost. */
  isNumber: boolean;
}

export interface SetUpload {
  id: string;
  setId: number;
  added: number;
  alreadyMembers: number;
  notFound: number;
  duplicates: number;
}

/**
 * Adds the users of these primary IDs, whatever their case, and keeps for a week what became of the
 * list. A number that is somebody else's ID but for leading zeros is nobody's: which was meant is lost.
 */
export async function uploadIds(
  tx: Tx,
  user: SetUser,
  { id, sent }: { id: number; sent: readonly SentId[] },
): Promise<{ upload: SetUpload; change: Change }> {
  await lockItemized(tx, user, { id });
  const { rows } = await tx.execute<SetUpload & Record<string, unknown>>(sql`
    WITH ${found(sent)}, added AS (
      INSERT INTO patron.set_members (set_id, user_id)
      SELECT ${id}::integer, user_id FROM found WHERE reason IS NULL ORDER BY user_id
      ON CONFLICT DO NOTHING RETURNING 1
    ), upload AS (
      INSERT INTO patron.set_uploads (set_id, added, already_members, not_found, duplicates)
      SELECT ${id}::integer, new.count, count(*) FILTER (WHERE reason IS NULL) - new.count,
        count(*) FILTER (WHERE reason IS NOT NULL), ${sent.length}::integer - count(*)
      FROM found, (SELECT count(*) FROM added) AS new (count) GROUP BY new.count
      RETURNING *
    ), unfound AS (
      INSERT INTO patron.set_upload_lines (upload_id, line, value, reason)
      SELECT upload.id, line, value, reason FROM upload, found WHERE reason IS NOT NULL
    )
    SELECT id, set_id AS "setId", added, already_members AS "alreadyMembers",
      not_found AS "notFound", duplicates FROM upload`);
  const [upload] = rows;
  if (!upload) throw new Error("an upload without IDs");
  const { added, alreadyMembers, notFound, duplicates } = upload;
  if (added > 0) await noteMembersChange(tx, id);
  const after = { added, alreadyMembers, notFound, duplicates };
  return { upload, change: { action: "set.addMembers", subject: subjectOf(id), after } };
}

/** CTE `found`: each ID once, with its user, or with the reason why it is nobody's. */
function found(sent: readonly SentId[]): SQL {
  const column = <T>(of: (one: SentId) => T) => sql.param(sent.map(of));
  const hasNumbers = sent.some(({ isNumber }) => isNumber);
  return sql`sent AS (
      SELECT lower(value) AS key, min(line) AS line, (array_agg(value ORDER BY line))[1] AS value,
        bool_or(is_number) AS is_number
      FROM unnest(${column(({ line }) => line)}::integer[], ${column(({ value }) => value)}::text[],
        ${column(({ isNumber }) => isNumber)}::boolean[]) AS sent (line, value, is_number)
      GROUP BY 1
    ), matched AS MATERIALIZED (
      SELECT sent.*, u.id AS user_id
      FROM sent LEFT JOIN patron.users u ON lower(u.primary_id) = sent.key AND u.status <> 'deleted'
    ), zeros_lost AS MATERIALIZED (
      SELECT DISTINCT m.key FROM matched m
      JOIN patron.users u ON ltrim(lower(u.primary_id), '0') = ltrim(m.key, '0')
        AND u.status <> 'deleted' AND u.id IS DISTINCT FROM m.user_id
      WHERE ${hasNumbers}::boolean AND m.is_number
    ), found AS MATERIALIZED (
      SELECT m.*, (CASE WHEN m.key IN (SELECT key FROM zeros_lost) THEN 'zerosLost'
        WHEN m.user_id IS NOT NULL THEN NULL
        WHEN ${wasPurged(sql`m.key`)} THEN 'purged' ELSE 'unknown' END)::patron.unfound_reason AS reason
      FROM matched m
    )`;
}

/** Null when there is none any more; `mayChange` of its set is for the caller to ask. */
export async function readUpload(tx: Tx, setId: number, id: string): Promise<SetUpload | null> {
  const { rows } = await tx.execute<SetUpload & Record<string, unknown>>(sql`
    SELECT id, set_id AS "setId", added, already_members AS "alreadyMembers", not_found AS "notFound", duplicates
    FROM patron.set_uploads WHERE id = ${id}::uuid AND set_id = ${setId}`);
  return rows[0] ?? null;
}

export interface UnfoundId {
  line: number;
  value: string;
  reason: (typeof unfoundReason.enumValues)[number];
}

/** In the order of the file. */
export async function unfoundIds(tx: Tx, uploadId: string): Promise<UnfoundId[]> {
  const { rows } = await tx.execute<UnfoundId & Record<string, unknown>>(sql`
    SELECT line, value, reason FROM patron.set_upload_lines
    WHERE upload_id = ${uploadId}::uuid ORDER BY line`);
  return rows;
}

const reasons: Record<UnfoundId["reason"], string> = {
  unknown: "No user has this primary ID.",
  purged: "The user was purged.",
  zerosLost: "A number in the workbook: an ID with leading zeros may be meant.",
};

/** The same as a file has them. */
export const unfoundColumns = ["line", "primary_id", "reason"];
export const unfoundCells = ({ line, value, reason }: UnfoundId) => [line, value, reasons[reason]];
