import type pg from "pg";

/** How far back the server still has to keep what was removed, and for whom. */
export interface Horizon {
  /** What transactions with lower numbers removed, nobody can see any more. */
  xid: number;
  /** Who keeps it from being later, in words without patron data. */
  holder: string;
}

/*
 * Of every database, who has a transaction number, since a new snapshot anywhere is as old as the oldest of
 * these; and who has a snapshot in this one, or in none, as what sends to a replica. Numbers are of 64 bits
 * here, so that none comes again.
 */
const horizonSql = `
  WITH holders AS (
    SELECT greatest(age(backend_xid), CASE WHEN datname = current_database() OR datname IS NULL THEN age(backend_xmin) END) AS age,
      format('backend %s (%s)', pid, concat_ws(', ', coalesce(nullif(application_name, ''), backend_type),
        concat_ws(' since ', state, to_char(coalesce(xact_start, backend_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')))) AS who
      FROM pg_stat_activity WHERE pid <> pg_backend_pid()
    UNION ALL
    SELECT greatest(age(xmin), age(catalog_xmin)), format('replication slot %s', slot_name) FROM pg_replication_slots
    UNION ALL
    SELECT age(transaction), format('a transaction that %s prepared at %s', owner,
        to_char(prepared AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')) FROM pg_prepared_xacts
  ), oldest AS (SELECT age, who FROM holders WHERE age IS NOT NULL ORDER BY age DESC LIMIT 1)
  SELECT least(pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint - oldest.age)::float8 AS xid,
    coalesce(oldest.who, 'a transaction that has just ended') AS holder
  FROM pg_current_snapshot() AS s LEFT JOIN oldest ON true`;

export async function readHorizon(client: pg.ClientBase): Promise<Horizon> {
  const { rows } = await client.query<Horizon>(horizonSql);
  if (!rows[0]) throw new Error("the server did not say what it keeps");
  return rows[0];
}
