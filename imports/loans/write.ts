import { sql } from "drizzle-orm";
import { count, type Merging } from "../merging.ts";

const ROWS_PER_ADMISSION = 50_000;

/** Admits the loans never seen, range by range of their digests; returns how many. */
export async function admitNewLoans({ tx, staging, onWritten }: Merging): Promise<number> {
  const loans = staging.table("loans");
  const wanted = await count(tx, sql`SELECT count(*) FROM ${loans} WHERE verdict = 'new'`);
  if (wanted === 0) return 0;
  await tx.execute(sql`
    DO $$ BEGIN EXECUTE format('GRANT SELECT ON ${sql.raw(staging.name("loans"))} TO %I',
      (SELECT proowner::regrole FROM pg_proc WHERE oid = 'patron.admit_loans(regclass, bytea, bytea)'::regprocedure)); END $$`);
  const ranges = Math.min(256, Math.ceil(wanted / ROWS_PER_ADMISSION));
  let admitted = 0;
  for (let range = 0; range < ranges; range++) {
    admitted += await count(
      tx,
      sql`SELECT patron.admit_loans(${staging.name("loans")}::regclass, ${edge(range, ranges)}, ${edge(range + 1, ranges)})`,
    );
    onWritten(admitted);
  }
  return admitted;
}

/** The first digest of a range, when all digests are cut into `ranges` equal ones; past the last, past all. */
function edge(range: number, ranges: number): Buffer {
  if (range === ranges) return Buffer.alloc(17, 0xff);
  const start = Buffer.alloc(16);
  start.writeUInt32BE(Math.floor((range / ranges) * 2 ** 32));
  return start;
}

/**
 * Updates what a linked loan's source says anew. The link rows of the loans that differ are locked
 * first, in key order; then, in a second statement, they are compared again and written. A link that
 * a run has cut in between stays cut: that loan is `gone`.
 */
export async function updateLinkedLoans(
  merging: Merging,
): Promise<{ updated: number; gone: number }> {
  const { tx, staging } = merging;
  const changes = staging.table("changes");
  await tx.execute(sql`CREATE UNLOGGED TABLE ${changes} AS ${differing(merging)}`);
  await tx.execute(sql`CREATE INDEX ON ${changes} (loan_id)`);
  await staging.analyze(tx, "changes", ["note", "note_before"]);
  await tx.execute(sql`
    SELECT count(*) FROM (SELECT FROM patron.loan_links k
      WHERE k.loan_id IN (SELECT loan_id FROM ${changes}) ORDER BY k.loan_id FOR UPDATE) locked`);
  const updated = await count(tx, write(merging));
  const gone = await count(
    tx,
    sql`SELECT count(*) FROM ${staging.table("loans")} s WHERE s.verdict = 'linked'
      AND NOT EXISTS (SELECT FROM patron.loan_links l WHERE l.loan_id = s.loan_id)`,
  );
  return { updated, gone };
}

/** Every column that a line may change, as it is to be: what the file leaves out stays. */
function wanted({ has }: Merging) {
  const column = (name: string, ours: string, kept: string) =>
    sql.raw(has(name) ? `s.${ours}` : kept);
  return sql`
    SELECT s.line, s.loan_id, s.item_id, s.item_changed, s.library_id, s.profile_id, s.loaned_at,
      ${column("location", "location_id", "l.location_id")} AS location_id,
      ${column("due_date", "due_at", "l.due_at")} AS due_at,
      ${column("return_date", "returned_at", "l.returned_at")} AS returned_at,
      ${column("closed_date", "closed_at", "l.closed_at")} AS closed_at,
      ${column("renewals", "renewals", "r.renewals")} AS renewals,
      ${column("process_status", "process_status", "r.process_status")} AS process_status,
      ${has("note") ? sql.raw("CASE WHEN n.loan_id IS NOT NULL AND n.text IS NULL THEN NULL ELSE s.note END") : sql.raw("n.text")} AS note,
      n.text AS note_before, n.loan_id IS NOT NULL AND n.text IS NULL AS note_removed,
      l.library_id AS old_library_id, l.location_id AS old_location_id, l.profile_id AS old_profile_id,
      l.loaned_at AS old_loaned_at, l.due_at AS old_due_at, l.returned_at AS old_returned_at,
      l.closed_at AS old_closed_at, r.item_id AS old_item_id, r.renewals AS old_renewals,
      r.process_status AS old_process_status`;
}

const fields =
  "library_id, location_id, profile_id, loaned_at, due_at, returned_at, closed_at, item_id, renewals, process_status";
const olds = fields
  .split(", ")
  .map((field) => `old_${field}`)
  .join(", ");

function differing(merging: Merging, only = sql``) {
  return sql`
    SELECT * FROM (${wanted(merging)}
      FROM ${merging.staging.table("loans")} s ${only} JOIN patron.loan_links l ON l.loan_id = s.loan_id
      JOIN record.loans r ON r.id = s.loan_id LEFT JOIN patron.loan_notes n ON n.loan_id = s.loan_id
      WHERE s.verdict = 'linked') w
    WHERE item_changed OR note IS DISTINCT FROM note_before
      OR ROW(${sql.raw(fields)}) IS DISTINCT FROM ROW(${sql.raw(olds)})`;
}

function write(merging: Merging) {
  const { staging } = merging;
  const again = differing(
    merging,
    sql`JOIN ${staging.table("changes")} c ON c.loan_id = s.loan_id`,
  );
  return sql`
    WITH w AS MATERIALIZED (${again}), records AS (
      UPDATE record.loans r SET library_id = w.library_id, location_id = w.location_id,
        profile_id = w.profile_id, item_id = w.item_id, loaned_on = w.loaned_at::date,
        due_on = w.due_at::date, returned_on = w.returned_at::date, closed_on = w.closed_at::date,
        ended_on = coalesce(w.returned_at, w.closed_at)::date, renewals = w.renewals,
        process_status = w.process_status
      FROM w WHERE r.id = w.loan_id
    ), links AS (
      UPDATE patron.loan_links l SET library_id = w.library_id, location_id = w.location_id,
        profile_id = w.profile_id, loaned_at = w.loaned_at, due_at = w.due_at,
        returned_at = w.returned_at, closed_at = w.closed_at,
        ended_at = coalesce(w.returned_at, w.closed_at),
        ended_on = coalesce(w.returned_at, w.closed_at)::date,
        finished = coalesce(w.returned_at, w.closed_at) IS NOT NULL
      FROM w WHERE l.loan_id = w.loan_id
    ), cleared AS (
      DELETE FROM patron.loan_notes n USING w
      WHERE n.loan_id = w.loan_id AND w.note IS NULL AND w.note_before IS NOT NULL
    ), noted AS (
      INSERT INTO patron.loan_notes (loan_id, text)
      SELECT loan_id, note FROM w WHERE note IS NOT NULL AND note IS DISTINCT FROM note_before
      ON CONFLICT (loan_id) DO UPDATE SET text = excluded.text WHERE loan_notes.text IS NOT NULL
    )
    SELECT count(*) FROM w`;
}

/** So that anonymized borrowing does not look like "never borrowed". */
export async function raiseLastActivity({ tx, staging }: Merging): Promise<void> {
  await tx.execute(sql`
    WITH latest AS (
      SELECT user_id, date_trunc('month', max(loaned_at))::date AS month
      FROM ${staging.table("loans")} WHERE user_id IS NOT NULL GROUP BY user_id
    ), locked AS MATERIALIZED (
      SELECT u.id, l.month FROM patron.users u JOIN latest l ON l.user_id = u.id
      WHERE u.last_activity_month IS NULL OR u.last_activity_month < l.month
      ORDER BY u.id FOR NO KEY UPDATE OF u
    )
    UPDATE patron.users u SET last_activity_month = greatest(u.last_activity_month, locked.month)
    FROM locked WHERE u.id = locked.id`);
}
