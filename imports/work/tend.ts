import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { sendImport } from "#db/queue.ts";
import { importLimits } from "#lib/import-limits.ts";
import { sweepFolders } from "./folder.ts";

/**
 * What every worker does every few seconds, and any number of them may: calls for another worker where
 * one died, and forgets files that nobody needs any more. `now` in milliseconds, for this machine's disk.
 */
export async function tendImports(db: Database, now: number): Promise<void> {
  await db.transaction("lethe_worker", callForHands);
  await db.transaction("lethe_import", forgetTheOld);
  await sweepFolders(now);
}

/** Imports that nobody has touched for a lease: their worker is gone, or their message was lost. */
async function callForHands(tx: Tx): Promise<void> {
  const silent = sql`clock_timestamp() - make_interval(secs => ${importLimits.leaseSeconds})`;
  const { rows } = await tx.execute<{ id: string }>(sql`
    UPDATE console.imports SET called_at = clock_timestamp(),
      status = CASE WHEN status = 'stopping' THEN 'stopped' ELSE status END,
      ended_at = CASE WHEN status = 'stopping' THEN clock_timestamp() END
    WHERE id IN (
      SELECT id FROM console.imports
      WHERE (status = 'queued' OR status IN ('running', 'stopping') AND coalesce(heartbeat_at, '-infinity') < ${silent})
        AND coalesce(called_at, '-infinity') < ${silent}
      FOR UPDATE SKIP LOCKED)
    RETURNING CASE WHEN status <> 'stopped' THEN id END AS id`);
  for (const { id } of rows) if (id !== null) await sendImport(tx, id);
}

/** Files stay until they are imported, discarded or a day old; what was said of them, a week. */
async function forgetTheOld(tx: Tx): Promise<void> {
  const aDayAgo = sql`now() - make_interval(hours => ${importLimits.bytesKeptHours})`;
  await tx.execute(sql`
    WITH waited AS (
      UPDATE console.imports SET status = 'failed', ended_at = clock_timestamp()
      WHERE status = 'queued' AND queued_at < ${aDayAgo} RETURNING id)
    INSERT INTO patron.import_problems (import_id, sentence)
    SELECT id, 'No worker took this import up within a day. Start one, and send the files again.' FROM waited
    ON CONFLICT (import_id) DO UPDATE SET sentence = excluded.sentence`);
  await tx.execute(sql`
    DELETE FROM console.imports WHERE status = 'uploading' AND created_at < ${aDayAgo}
      OR ended_at < now() - make_interval(days => ${importLimits.keptDays})`);
  // Those of the command line belong to no import here.
  await tx.execute(sql`
    DELETE FROM patron.import_rejects WHERE created_at < now() - make_interval(days => ${importLimits.keptDays})`);
  await tx.execute(sql`
    DELETE FROM patron.import_chunks c USING console.imports i
    WHERE c.import_id = i.id AND i.ended_at IS NOT NULL AND (NOT i.dry_run OR i.created_at < ${aDayAgo})`);
  await tx.execute(sql`SELECT patron.release_import_bytes()`);
}
