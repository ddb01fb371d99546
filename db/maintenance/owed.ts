import { getTableName } from "drizzle-orm";
import type pg from "pg";
import { familyTables } from "../families.ts";

/** A table that has to be rewritten before some run is erased. */
export interface OwedTable {
  name: string;
  megabytes: number;
  /** What it waits for when it is over the limit and the window is closed. */
  window: string | null;
}

/** What an anonymization deletes from; a letters purge does from the months, any other job from whatever is of a person. */
const tablesOfFamilies = Object.values(familyTables).flatMap(({ links, notes }) => [
  getTableName(links),
  getTableName(notes),
]);

/** Pieces of files that were sent for an import: patrons as they were. Emptied when no import needs them. */
const files = "patron.import_chunks";

/*
 * Each run that is not erased, with every table of its job's that was not rewritten since, and the files
 * that wait for an import, which nobody rewrites. Tables that a run or an import has made for itself are
 * their maker's, and dropped.
 */
const owed = `
  tables AS (
    SELECT oid, format('%I.%I', 'patron', relname) AS name, relname = ANY ('{${tablesOfFamilies.join()}}') AS of_families,
      oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'patron.letters'::regclass) AS of_letters
    FROM pg_class WHERE relnamespace = 'patron'::regnamespace AND relkind = 'r' AND relpersistence = 'p'
      AND relowner = (SELECT relowner FROM pg_class WHERE oid = 'patron.users'::regclass)
  ), owed AS (
    SELECT e.run_id, e.below_xid, t.oid, t.name
    FROM console.run_erasures e JOIN console.job_runs r ON r.id = e.run_id
    JOIN tables t ON CASE r.job WHEN 'anonymization' THEN t.of_families WHEN 'letters-purge' THEN t.of_letters ELSE true END
    WHERE e.erased_at IS NULL AND NOT EXISTS (SELECT FROM console.rewritten_tables w
      WHERE w.name = t.name AND w.file_node = pg_relation_filenode(t.oid) AND w.below_xid >= e.below_xid)
    UNION ALL
    SELECT e.run_id, e.below_xid, NULL, '${files}' FROM console.run_erasures e, pg_class c
    WHERE e.erased_at IS NULL AND c.oid = '${files}'::regclass
      AND pg_relation_size(c.oid) + pg_relation_size(c.reltoastrelid) > 0
  )`;

/** Those of runs that nobody can look back behind, small ones first. */
export async function owedTables(client: pg.ClientBase, horizon: number): Promise<OwedTable[]> {
  const { rows } = await client.query<OwedTable>(
    `WITH ${owed}, sized AS (
       SELECT name, pg_total_relation_size(oid) / 1048576.0 AS size FROM owed WHERE below_xid <= $1 GROUP BY name, oid
     )
     SELECT name, ceil(size)::float8 AS megabytes, CASE WHEN size > rewrite_up_to_mb AND NOT
       CASE WHEN rewrite_from < rewrite_until THEN clock >= rewrite_from AND clock < rewrite_until
         ELSE clock >= rewrite_from OR clock < rewrite_until END
       THEN format('the window %s–%s for tables over %s MB', to_char(rewrite_from, 'HH24:MI'), to_char(rewrite_until, 'HH24:MI'), rewrite_up_to_mb)
       END AS "window"
     FROM sized, console.run_limits, LATERAL (
       SELECT (clock_timestamp() AT TIME ZONE time_zone)::time AS clock FROM console.institution) AS zone
     WHERE size IS NOT NULL ORDER BY size, name`,
    [horizon],
  );
  return rows;
}

/** Whether a run that could be said to be erased has touched more than links and notes; null where none could. */
export async function readyRuns(
  client: pg.ClientBase,
): Promise<{ beyondFamilies: boolean } | null> {
  const { rows } = await client.query<{ ready: boolean; beyondFamilies: boolean | null }>(
    `WITH ${owed} SELECT bool_or(r.job <> 'anonymization') AS "beyondFamilies", count(*) > 0 AS ready
     FROM console.run_erasures e JOIN console.job_runs r ON r.id = e.run_id
     WHERE e.erased_at IS NULL AND e.run_id NOT IN (SELECT run_id FROM owed)`,
  );
  return rows[0]?.ready ? { beyondFamilies: rows[0].beyondFamilies ?? false } : null;
}

/** Why a table was not rewritten, and how it is called in the list of those with the same reason. */
export interface Obstacle {
  table: string;
  reason: string;
  label: string;
}

const ofImports: Obstacle = { table: files, reason: "files of an import", label: files };

/** Says of runs that they are erased, which owe no table any more, and of the others what they wait for. */
export async function settleErasures(
  client: pg.ClientBase,
  { xid, holder }: { xid: number; holder: string },
  obstacles: Obstacle[],
): Promise<{ erased: number; waits: string[] }> {
  const { rows } = await client.query<{ erased: boolean; waits: string | null }>(
    `WITH ${owed}, reasons AS (
       SELECT run_id, below_xid, format('%s (%s)', reason, string_agg(label, ', ' ORDER BY name)) AS reason
       FROM owed LEFT JOIN jsonb_to_recordset($3) AS w ("table" text, reason text, label text) ON name = "table"
       GROUP BY run_id, below_xid, w.reason
     ), told AS (
       SELECT run_id, CASE WHEN below_xid > $1 THEN $2 || ', which holds a snapshot older than the end of the run'
         ELSE string_agg(reason, '; ' ORDER BY reason) FILTER (WHERE reason <> ' ()') END AS reason
       FROM reasons GROUP BY run_id, below_xid
     )
     UPDATE console.run_erasures e SET waits = told.reason,
       erased_at = CASE WHEN told.run_id IS NULL THEN clock_timestamp() END,
       erased_lsn = CASE WHEN told.run_id IS NULL THEN pg_current_wal_insert_lsn() END
     FROM console.run_erasures mine LEFT JOIN told USING (run_id)
     WHERE e.run_id = mine.run_id AND e.erased_at IS NULL
     RETURNING e.erased_at IS NOT NULL AS erased, e.waits`,
    [xid, holder, JSON.stringify([...obstacles, ofImports])],
  );
  return {
    erased: rows.filter(({ erased }) => erased).length,
    waits: [...new Set(rows.flatMap(({ waits }) => waits ?? []))],
  };
}

/**
 * A database that was restored elsewhere has transaction numbers and log positions of another server, which
 * say nothing here: what is owed is owed up to now.
 */
export async function readmitRestored(client: pg.ClientBase): Promise<void> {
  await client.query(`UPDATE console.run_erasures SET
      below_xid = least(below_xid, pg_current_xact_id()::text::bigint + 1),
      erased_lsn = CASE WHEN erased_lsn > pg_current_wal_insert_lsn() THEN pg_current_wal_insert_lsn() ELSE erased_lsn END
    WHERE logs_recycled_at IS NULL
      AND (below_xid > pg_current_xact_id()::text::bigint + 1 OR erased_lsn > pg_current_wal_insert_lsn())`);
}
