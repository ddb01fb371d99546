import { sql, type SQL } from "drizzle-orm";
import type { Erasure } from "#lib/erasure.ts";
import { families } from "#lib/families.ts";
import type { Tx } from "../client.ts";
import type { eventLevel, jobName, runStatus, submittedVia } from "../schema/index.ts";
import { readErasure } from "./erasure.ts";
import { iso } from "./iso.ts";
import { lettersWaitingOf } from "./letter-outbox.ts";
import type { VerdictCheck } from "./verdicts.ts";

export type JobName = (typeof jobName.enumValues)[number];
export type RunStatus = (typeof runStatus.enumValues)[number];

/** Seconds without a heartbeat after which a bulk may be taken by another worker. */
export const leaseSeconds = 15;

/** Of a run that came to its end, whatever it found. */
export const completed = sql`('completed', 'completedWithWarnings', 'completedWithNoRecords')`;

/** A run in a line. Moments are ISO 8601 in UTC. */
export interface RunRow {
  id: number;
  job: JobName;
  status: RunStatus;
  isActive: boolean;
  /** Paused, and a batch that was at work is not in yet. */
  isPausing: boolean;
  submittedVia: (typeof submittedVia.enumValues)[number];
  /** The person or the key that asked; null for a schedule, the command line, or an account that is gone. */
  submittedBy: string | null;
  submittedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  /** From its start to its end, or to now by the database's clock; null before its start. */
  seconds: number | null;
  /** Of them those in which it did not stand still: paused, interrupted or waiting. */
  workedSeconds: number | null;
  /** YYYY-MM-DD. */
  cutOff: string;
  timeZone: string;
  problem: string | null;
  /** Why its batches wait at the moment: others need the server more. */
  waitsFor: string | null;
  /** Rows to look at, rows whose fate is committed, and transactions that did it. */
  planned: number;
  visited: number;
  batches: number;
  records: number;
  notes: number;
  heldBack: number;
  /** Rows that could not be worked and were left as they are. */
  setAside: number;
}

export interface RunFilter {
  job?: JobName;
  status?: RunStatus;
  /** Days on which it was submitted, in the institution's zone; both inclusive. */
  from?: string;
  to?: string;
  /** Runs that have not ended, or only those that have. */
  active?: boolean;
  /** Active runs, and those that ended in the last ten seconds: whoever watches sees how. */
  current?: boolean;
}

export interface RunPage {
  runs: RunRow[];
  /** The `before` of the next page; null on the last. */
  next: number | null;
}

export const runsPerPage = 50;

/** Newest first. `before` is a run's id: the page begins below it. */
export async function listRuns(tx: Tx, filter: RunFilter, before?: number): Promise<RunPage> {
  const runs = await readRows(
    tx,
    sql`WHERE ${sql.join(conditions(filter, before), sql` AND `)} ORDER BY run.id DESC LIMIT ${runsPerPage + 1}`,
  );
  const page = runs.slice(0, runsPerPage);
  return { runs: page, next: runs.length > page.length ? (page.at(-1)?.id ?? null) : null };
}

function conditions(filter: RunFilter, before?: number): SQL[] {
  const { job, status, from, to, active, current } = filter;
  const submittedOn = sql`(run.submitted_at AT TIME ZONE institution.time_zone)::date`;
  const wanted: SQL[] = [sql`true`];
  if (job) wanted.push(sql`run.job = ${job}`);
  if (status) wanted.push(sql`run.status = ${status}`);
  if (from) wanted.push(sql`${submittedOn} >= ${from}::date`);
  if (to) wanted.push(sql`${submittedOn} <= ${to}::date`);
  if (active !== undefined) wanted.push(sql`(run.ended_at IS NULL) = ${active}`);
  if (current)
    wanted.push(sql`(run.ended_at IS NULL OR run.ended_at > now() - interval '10 seconds')`);
  if (before !== undefined) wanted.push(sql`run.id < ${before}`);
  return wanted;
}

export interface RunCounter {
  part: string;
  measure: string;
  label: string;
  count: number;
}

export interface RunEvent {
  id: number;
  at: string;
  level: (typeof eventLevel.enumValues)[number];
  message: string;
}

export interface RunPart {
  part: string;
  bulks: number;
  done: number;
  planned: number;
  visited: number;
  batches: number;
}

/** Everything that is known of a run. `frozen` is as its job defines it. */
export interface Run extends RunRow {
  frozen: unknown;
  /** SHA-256 over the job and that, in hexadecimal; runs with the same one were told the same. */
  frozenHash: string | null;
  /** The version of Lethe that froze it. */
  softwareVersion: string | null;
  /** What the preview said would be removed, or what the run counted at its start. */
  expected: number | null;
  /** A person or a script saw that number and gave it. */
  confirmed: boolean;
  /** The most that it may remove, and what it has removed. */
  ceiling: number | null;
  removed: number;
  /** The second person, where one was needed. */
  approvedBy: string | null;
  /** What the verifier found afterwards; null where it has not looked. */
  verdict: "good" | "bad" | null;
  verdictChecks: VerdictCheck[] | null;
  verdictAcknowledgedBy: string | null;
  verdictAcknowledgedAt: string | null;
  erasure: Erasure | null;
  /** Letters that it wrote and that wait to be sent. */
  lettersWaiting: number;
  counters: RunCounter[];
  parts: RunPart[];
  /** The latest, oldest first. */
  events: RunEvent[];
}

const eventsShown = 500;

export async function readRun(tx: Tx, id: number): Promise<Run | null> {
  const [run] = await readRows(tx, sql`WHERE run.id = ${id}`);
  if (!run) return null;
  const more = await readMore(tx, id);
  const inOrder = sql`array_position(${sql.param([...families])}::text[], part), part`;
  const counters = await tx.execute<RunCounter & Record<string, unknown>>(sql`
    SELECT part, measure, label, count::float8 AS count FROM console.job_counters
    WHERE run_id = ${id} ORDER BY ${inOrder}, measure, count DESC, label`);
  const parts = await tx.execute<RunPart & Record<string, unknown>>(sql`
    SELECT part, count(*)::float8 AS bulks, count(*) FILTER (WHERE status = 'done')::float8 AS done,
      sum(planned)::float8 AS planned, sum(visited)::float8 AS visited, sum(batches)::float8 AS batches
    FROM console.job_bulks WHERE run_id = ${id} GROUP BY part ORDER BY ${inOrder}`);
  const events = await tx.execute<RunEvent & Record<string, unknown>>(sql`
    SELECT * FROM (
      SELECT id::float8 AS id, ${iso(sql`at`)} AS at, level, message FROM console.job_events
      WHERE run_id = ${id} ORDER BY console.job_events.id DESC LIMIT ${eventsShown}
    ) AS latest ORDER BY id`);
  return {
    ...run,
    ...more,
    erasure: await readErasure(tx, id),
    lettersWaiting: await lettersWaitingOf(tx, id),
    counters: counters.rows,
    parts: parts.rows,
    events: events.rows,
  };
}

type More = Pick<
  Run,
  | "frozen"
  | "frozenHash"
  | "softwareVersion"
  | "expected"
  | "confirmed"
  | "ceiling"
  | "removed"
  | "approvedBy"
  | "verdict"
  | "verdictChecks"
  | "verdictAcknowledgedBy"
  | "verdictAcknowledgedAt"
>;

/** What a list of runs does not show. */
async function readMore(tx: Tx, id: number): Promise<More> {
  const { rows } = await tx.execute<More & Record<string, unknown>>(sql`
    SELECT run.frozen, encode(run.frozen_hash, 'hex') AS "frozenHash", run.software_version AS "softwareVersion",
      run.expected::float8 AS expected, run.confirmed, run.ceiling::float8 AS ceiling,
      run.removed::float8 AS removed, approver.name AS "approvedBy", run.verdict,
      run.verdict_checks AS "verdictChecks", reader.name AS "verdictAcknowledgedBy",
      ${iso(sql`run.verdict_acknowledged_at`)} AS "verdictAcknowledgedAt"
    FROM console.job_runs AS run
    LEFT JOIN console.staff AS approver ON approver.id = run.approved_by
    LEFT JOIN console.staff AS reader ON reader.id = run.verdict_acknowledged_by
    WHERE run.id = ${id}`);
  const [more] = rows;
  if (!more) throw new Error(`run ${id} is gone`);
  return more;
}

/** The run of the job that has not ended. */
export async function activeRun(tx: Tx, job: JobName): Promise<number | null> {
  const { rows } = await tx.execute<{ id: number }>(
    sql`SELECT id::float8 AS id FROM console.job_runs WHERE job = ${job} AND ended_at IS NULL`,
  );
  return rows[0]?.id ?? null;
}

/** The last run of each job that has ended. */
export async function lastRuns(tx: Tx): Promise<RunRow[]> {
  return readRows(
    tx,
    sql`WHERE run.id IN (SELECT max(id) FROM console.job_runs WHERE ended_at IS NOT NULL GROUP BY job) ORDER BY run.id DESC`,
  );
}

async function readRows(tx: Tx, which: SQL): Promise<RunRow[]> {
  const { rows } = await tx.execute<RunRow & Record<string, unknown>>(sql`
    SELECT run.id::float8 AS id, run.job, run.status, run.ended_at IS NULL AS "isActive",
      run.status = 'paused' AND bulks.working AS "isPausing",
      run.submitted_via AS "submittedVia", coalesce(staff.name, 'Key ' || key.name) AS "submittedBy",
      ${iso(sql`run.submitted_at`)} AS "submittedAt", ${iso(sql`run.started_at`)} AS "startedAt",
      ${iso(sql`run.ended_at`)} AS "endedAt",
      extract(epoch FROM coalesce(run.ended_at, clock_timestamp()) - run.started_at)::float8 AS seconds,
      greatest(0, extract(epoch FROM coalesce(run.ended_at, run.idle_since, clock_timestamp()) - run.started_at)::float8
        - run.idle_seconds) AS "workedSeconds",
      run.cut_off::text AS "cutOff", run.time_zone AS "timeZone", run.problem,
      CASE WHEN run.status = 'running' THEN run.waits_for END AS "waitsFor",
      bulks.planned, bulks.visited, bulks.batches, counters.records, counters.notes, counters."heldBack",
      counters."setAside"
    FROM console.job_runs AS run
    CROSS JOIN console.institution AS institution
    LEFT JOIN console.staff AS staff ON staff.id = run.staff_id
    LEFT JOIN console.api_keys AS key ON key.id = run.api_key_id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(planned), 0)::float8 AS planned, coalesce(sum(visited), 0)::float8 AS visited,
        coalesce(sum(batches), 0)::float8 AS batches,
        -- A worker that died while it was paused works on nothing any more.
        coalesce(bool_or(status = 'working' AND heartbeat_at > clock_timestamp() - make_interval(secs => ${leaseSeconds})), false) AS working
      FROM console.job_bulks WHERE run_id = run.id
    ) AS bulks
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(count) FILTER (WHERE measure = 'records'), 0)::float8 AS records,
        coalesce(sum(count) FILTER (WHERE measure = 'notes'), 0)::float8 AS notes,
        coalesce(sum(count) FILTER (WHERE measure = 'heldBack'), 0)::float8 AS "heldBack",
        coalesce(sum(count) FILTER (WHERE measure = 'setAside'), 0)::float8 AS "setAside"
      FROM console.job_counters WHERE run_id = run.id
    ) AS counters
    ${which}`);
  return rows;
}
