import type pg from "pg";
import { sqlState } from "../errors.ts";
import { readHorizon } from "./horizon.ts";

/** Who holds a table, or has made or dropped it just now: it is tried again next time. */
const inUse = ["55P03", "40P01", "42P01"];

/**
 * Writes a table's living rows into a new file, with new indexes and new statistics of the planner; the
 * old files are removed. False where the table was in use: circulation waits behind this for the time of
 * a lock timeout at most, and for the rewriting itself.
 */
export async function rewriteTable(client: pg.ClientBase, name: string): Promise<boolean> {
  const fileBefore = await fileOf(client, name);
  const before = await readHorizon(client);
  try {
    await client.query(`VACUUM (FULL, ANALYZE) ${name}`);
  } catch (error) {
    if (inUse.includes(sqlState(error))) return false;
    throw error;
  }
  // Vacuuming what one does not own is a warning and a success.
  if ((await fileOf(client, name)) === fileBefore) throw new Error(`${name} was not rewritten`);
  const after = await readHorizon(client);
  await client.query(
    `INSERT INTO console.rewritten_tables (name, file_node, below_xid, rewritten_at)
     SELECT $1::text, file, $2, clock_timestamp() FROM pg_relation_filenode(to_regclass($1::text)) AS file WHERE file IS NOT NULL
     ON CONFLICT (name) DO UPDATE SET file_node = excluded.file_node, below_xid = excluded.below_xid, rewritten_at = excluded.rewritten_at`,
    [name, Math.min(before.xid, after.xid)],
  );
  return true;
}

async function fileOf(client: pg.ClientBase, name: string): Promise<string | undefined> {
  const { rows } = await client.query<{ file: string }>(
    "SELECT pg_relation_filenode(to_regclass($1::text)) AS file",
    [name],
  );
  return rows[0]?.file;
}

/**
 * What rewriting a table leaves in the planner's statistics: those of a partitioned table as a whole, and
 * the old ones of a table that is empty now, which ANALYZE passes over. Columns that identify have none.
 */
export async function freshenStatistics(
  client: pg.ClientBase,
  { letters }: { letters: boolean },
): Promise<void> {
  if (letters) await client.query("ANALYZE patron.letters");
  const { rows } = await client.query<{ may: boolean }>(
    "SELECT to_regproc('pg_clear_attribute_stats') IS NOT NULL AS may", // PostgreSQL 18
  );
  if (!rows[0]?.may) return;
  await client.query(
    `SELECT pg_clear_attribute_stats(s.schemaname, s.tablename, s.attname, s.inherited)
     FROM pg_stats s JOIN pg_class c ON c.relname = s.tablename AND c.relnamespace = 'patron'::regnamespace
     WHERE s.schemaname = 'patron' AND c.relkind IN ('r', 'p')
       AND coalesce((SELECT sum(pg_relation_size(relid)) FROM pg_partition_tree(c.oid)), pg_relation_size(c.oid)) = 0`,
  );
}
