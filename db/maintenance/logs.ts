import type pg from "pg";

interface Rights {
  looks: boolean;
  checkpoints: boolean;
  archived: boolean;
}

/** Begins a new file of the log, where this login may, so that none that was written before is written on. */
export async function switchLog(client: pg.ClientBase): Promise<void> {
  if ((await rights(client)).looks) await client.query("SELECT pg_switch_wal()");
}

/**
 * Says of erased runs that the server's log does not hold them either: no file of it is as old, and none
 * that is kept for later use was last written before the erasure, with the old bytes still in it. The file
 * that is written on meanwhile may have been one of these, so it is ended first. Where this login cannot
 * see that, it says so.
 */
export async function watchLogs(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ runs: string[] }>(
    "SELECT coalesce(array_agg(run_id), '{}') AS runs FROM console.run_erasures WHERE erased_at IS NOT NULL AND logs_recycled_at IS NULL",
  );
  const runs = rows[0]?.runs ?? [];
  if (runs.length === 0) return 0;
  const unseen = whyUnseen(await rights(client));
  if (unseen) {
    await client.query(
      "UPDATE console.run_erasures SET logs_unseen = $2, waits = NULL WHERE run_id = ANY ($1)",
      [runs, unseen],
    );
    return 0;
  }
  await client.query("SELECT pg_switch_wal()");
  if ((await rights(client)).checkpoints) await client.query("CHECKPOINT");
  const { rows: waiting } = await client.query<{ id: string; gone: boolean }>(standing, [runs]);
  await client.query("SELECT pg_switch_wal()");
  const gone = waiting.filter((run) => run.gone).map(({ id }) => id);
  await client.query(
    `UPDATE console.run_erasures SET logs_unseen = NULL,
       logs_recycled_at = CASE WHEN run_id = ANY ($2) THEN clock_timestamp() END,
       waits = CASE WHEN run_id <> ALL ($2) THEN 'files of the server''s log from before the erasure, or a replica that has not followed' END
     WHERE run_id = ANY ($1)`,
    [runs, gone],
  );
  return gone.length;
}

/** A file's name is its timeline and its place in the log. */
const standing = `
  SELECT e.run_id AS id, NOT EXISTS (SELECT FROM pg_ls_waldir() f WHERE f.name ~ '^[0-9A-F]{24}$' AND (
      substr(f.name, 9) <= substr(pg_walfile_name(e.erased_lsn), 9)
      OR substr(f.name, 9) > substr(pg_walfile_name(pg_current_wal_insert_lsn()), 9) AND f.modification < e.erased_at))
    AND NOT EXISTS (SELECT FROM pg_stat_replication WHERE coalesce(replay_lsn < e.erased_lsn, true)) AS gone
  FROM console.run_erasures e WHERE e.run_id = ANY ($1)`;

async function rights(client: pg.ClientBase): Promise<Rights> {
  const { rows } = await client.query<Rights>(
    `SELECT has_function_privilege('pg_ls_waldir()', 'EXECUTE') AND has_function_privilege('pg_switch_wal()', 'EXECUTE')
         AND (pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') OR NOT EXISTS (SELECT FROM pg_stat_replication)) AS looks,
       pg_has_role(current_user, 'pg_checkpoint', 'USAGE') AS checkpoints, current_setting('archive_mode') <> 'off' AS archived`,
  );
  return rows[0] ?? { looks: false, checkpoints: false, archived: false };
}

function whyUnseen({ looks, archived }: Rights): string | null {
  if (!looks) return "this login may not look at the server's log files";
  return archived ? "the server's log is archived elsewhere" : null;
}
