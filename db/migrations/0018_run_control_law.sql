-- What a brake stops is told to stop, and ends when nobody works on it any more, as an abort does.
INSERT INTO console.run_transitions VALUES ('aborting', 'stoppedByBrake');
--> statement-breakpoint

-- What earlier runs removed, which scheduled runs are held against.
UPDATE console.job_runs r SET removed = counted.removed
FROM (
  SELECT run_id, sum(count) AS removed FROM console.job_counters
  WHERE measure IN ('records', 'notes') GROUP BY run_id
) AS counted
WHERE counted.run_id = r.id AND r.ended_at IS NOT NULL;
