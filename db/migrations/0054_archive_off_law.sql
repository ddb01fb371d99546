-- A failure to archive stands in the statistics for good once archiving is switched off: nothing is archived
-- after it. Then nothing waits for the archive either.
CREATE OR REPLACE FUNCTION console.pressure(most_behind bigint, longest_transaction interval) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT factor FROM (
    SELECT 1 AS place, format('the library''s hours, until %s', to_char(rest_until, 'HH24:MI')) AS factor
      FROM console.run_limits l, console.institution i,
        LATERAL (SELECT (now() AT TIME ZONE i.time_zone)::time AS now) AS clock
      WHERE CASE WHEN rest_from < rest_until THEN clock.now >= rest_from AND clock.now < rest_until
        ELSE clock.now >= rest_from OR clock.now < rest_until END
    UNION ALL
    SELECT 2, format('a replica that is more than %s behind', pg_size_pretty(most_behind))
      FROM pg_stat_replication WHERE pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) > most_behind HAVING count(*) > 0
    UNION ALL
    SELECT 3, format('the replication slot %s, which is more than %s behind', min(slot_name), pg_size_pretty(most_behind))
      FROM pg_replication_slots WHERE pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) > most_behind HAVING count(*) > 0
    UNION ALL
    SELECT 4, 'the server''s log, which cannot be archived' FROM pg_stat_archiver
      WHERE current_setting('archive_mode') <> 'off'
        AND last_failed_time > coalesce(last_archived_time, '-infinity')
    UNION ALL
    SELECT 5, format('a transaction of another program, open since %s', to_char(min(xact_start) AT TIME ZONE 'UTC', 'HH24:MI "UTC"'))
      FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
        AND application_name NOT LIKE 'lethe%' AND xact_start < clock_timestamp() - longest_transaction HAVING count(*) > 0
  ) AS factors ORDER BY place LIMIT 1 $$;
