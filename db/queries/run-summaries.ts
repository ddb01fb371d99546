import { sql, type SQL } from "drizzle-orm";
import { families, type Family } from "#lib/families.ts";
import type { Tx } from "../client.ts";
import type { jobName, runStatus, submittedVia } from "../schema/index.ts";

/** A run in a line, as the command line prints it. Moments are ISO 8601 in UTC. */
export interface RunSummary {
  id: number;
  job: (typeof jobName.enumValues)[number];
  status: (typeof runStatus.enumValues)[number];
  /** YYYY-MM-DD. */
  cutOff: string;
  submittedVia: (typeof submittedVia.enumValues)[number];
  submittedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  /** From its start to its end, or to now; null before its start. */
  seconds: number | null;
  problem: string | null;
  /** Rows to look at, and rows whose fate is committed. */
  planned: number;
  visited: number;
  families: Record<Family, { records: number; notes: number }>;
}

export interface RunReport extends RunSummary {
  counters: { family: string; measure: string; label: string; count: number }[];
  events: { at: string; level: string; message: string }[];
}

/** The latest runs, newest first. */
export const listRuns = (tx: Tx, limit: number): Promise<RunSummary[]> =>
  summaries(tx, sql`ORDER BY id DESC LIMIT ${limit}`);

export async function readRunSummary(tx: Tx, id: number): Promise<RunSummary | undefined> {
  const [run] = await summaries(tx, sql`WHERE id = ${id}`);
  return run;
}

export async function readRunReport(tx: Tx, id: number): Promise<RunReport | undefined> {
  const run = await readRunSummary(tx, id);
  if (!run) return undefined;
  const counters = await tx.execute<RunReport["counters"][number]>(sql`
    SELECT part AS family, measure, label, count::float8 AS count FROM console.job_counters
    WHERE run_id = ${id} ORDER BY array_position(${sql.param([...families])}::text[], part), measure, label`);
  const events = await tx.execute<RunReport["events"][number]>(sql`
    SELECT ${iso(sql`at`)} AS at, level, message FROM console.job_events WHERE run_id = ${id} ORDER BY id`);
  return { ...run, counters: counters.rows, events: events.rows };
}

type Row = Omit<RunSummary, "families"> & {
  counted: { family: Family; records: number; notes: number }[];
};

async function summaries(tx: Tx, which: SQL): Promise<RunSummary[]> {
  const { rows } = await tx.execute<Row & Record<string, unknown>>(sql`
    WITH runs AS (SELECT * FROM console.job_runs ${which})
    SELECT id::float8 AS id, job, status, cut_off::text AS "cutOff", submitted_via AS "submittedVia",
      ${iso(sql`submitted_at`)} AS "submittedAt", ${iso(sql`started_at`)} AS "startedAt", ${iso(sql`ended_at`)} AS "endedAt",
      round(extract(epoch FROM coalesce(ended_at, clock_timestamp()) - started_at)::numeric, 3)::float8 AS seconds, problem,
      coalesce(bulks.planned, 0)::float8 AS planned, coalesce(bulks.visited, 0)::float8 AS visited,
      coalesce(counters.counted, '[]') AS counted
    FROM runs
    LEFT JOIN LATERAL (SELECT sum(planned) AS planned, sum(visited) AS visited
      FROM console.job_bulks WHERE run_id = runs.id) AS bulks ON true
    LEFT JOIN LATERAL (
      SELECT json_agg(family) AS counted FROM (
        SELECT part AS family, coalesce(sum(count) FILTER (WHERE measure = 'records'), 0) AS records,
          coalesce(sum(count) FILTER (WHERE measure IN ('notes', 'orphanedNotes')), 0) AS notes
        FROM console.job_counters WHERE run_id = runs.id GROUP BY part
      ) AS family
    ) AS counters ON true
    ORDER BY id DESC`);
  return rows.map(({ counted, ...run }) => ({ ...run, families: byFamily(counted) }));
}

function byFamily(counted: Row["counted"]): RunSummary["families"] {
  const of = (name: Family) => {
    const found = counted.find(({ family }) => family === name);
    return { records: found?.records ?? 0, notes: found?.notes ?? 0 };
  };
  return {
    loans: of("loans"),
    fees: of("fees"),
    requests: of("requests"),
    borrowingRequests: of("borrowingRequests"),
  };
}

const iso = (moment: SQL) => sql`to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
