import {
  bigint,
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { apiKeys } from "./api-keys.ts";
import { at, bytea } from "./columns.ts";
import { jobName } from "./schedules.ts";
import { console } from "./schemas.ts";
import { staff } from "./staff.ts";

export const runStatus = console.enum("run_status", [
  "queued",
  "running",
  "paused",
  "interrupted",
  "aborting",
  "completed",
  "completedWithWarnings",
  "completedWithNoRecords",
  "failed",
  "aborted",
  "stoppedByBrake",
]);
export const submittedVia = console.enum("submitted_via", [
  "screen",
  "api",
  "commandLine",
  "schedule",
]);

export const verdict = console.enum("verdict", ["good", "bad"]);

export const jobRuns = console.table(
  "job_runs",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    job: jobName().notNull(),
    status: runStatus().notNull().default("queued"),
    submittedVia: submittedVia().notNull(),
    /** Null when a schedule, the command line or a key asked. */
    staffId: text().references(() => staff.id, { onDelete: "set null" }),
    /** The key of the API that asked, when one did. */
    apiKeyId: integer().references(() => apiKeys.id, { onDelete: "set null" }),
    submittedAt: at().notNull().defaultNow(),
    startedAt: at(),
    endedAt: at(),
    /** The day that days are counted to; fixed when the run starts. */
    cutOff: date({ mode: "string" }).notNull(),
    timeZone: text().notNull(),
    /** Everything else the run was told, as its job defines it. Never patron data. */
    frozen: jsonb().notNull(),
    /** SHA-256 over the job and that: runs with the same one were told the same. */
    frozenHash: bytea(),
    /** The version of Lethe that froze it. Both null of runs from before either was kept. */
    softwareVersion: text(),
    /** What the preview said the run would remove, or what it counted itself at its start. */
    expected: bigint({ mode: "number" }),
    /** A person saw that number and typed it. */
    confirmed: boolean().notNull().default(false),
    /** A second person who let it start. */
    approvedBy: text().references(() => staff.id, { onDelete: "set null" }),
    /** What the run may remove at most; null where no brake stands. */
    ceiling: bigint({ mode: "number" }),
    /** Why its batches wait; never patron data. Null while they do not. */
    waitsFor: text(),
    /** What it has stood still in all, paused, interrupted or waiting, and since when it does; kept by a trigger. */
    idleSeconds: doublePrecision().notNull().default(0),
    idleSince: at(),
    /** What it has removed, raised in the transaction of each batch. */
    removed: bigint({ mode: "number" }).notNull().default(0),
    /** Why it failed, in a sentence without patron data. */
    problem: text(),
    /** What the verifier found afterwards; null where it has not looked. */
    verdict: verdict(),
    verdictChecks: jsonb(),
    /** A bad verdict keeps the job from running until somebody has looked at it. */
    verdictAcknowledgedBy: text().references(() => staff.id, { onDelete: "set null" }),
    verdictAcknowledgedAt: at(),
  },
  (table) => [
    uniqueIndex("job_runs_one_active_per_job")
      .on(table.job)
      .where(sql`${table.endedAt} IS NULL`),
    index("job_runs_submitted_at_index").on(table.submittedAt, table.id),
    index("job_runs_staff_id_index").on(table.staffId),
    index("job_runs_api_key_id_index").on(table.apiKeyId),
    index("job_runs_approved_by_index").on(table.approvedBy),
    index("job_runs_verdict_acknowledged_by_index").on(table.verdictAcknowledgedBy),
    check(
      "job_runs_within_ceiling",
      sql`${table.removed} >= 0 AND (${table.ceiling} IS NULL OR ${table.removed} <= ${table.ceiling})`,
    ),
    check("job_runs_frozen_hash_is_sha256", sql`octet_length(${table.frozenHash}) = 32`),
    check("job_runs_idle_not_negative", sql`${table.idleSeconds} >= 0`),
    check(
      "job_runs_verdict_with_checks",
      sql`(${table.verdict} IS NULL) = (${table.verdictChecks} IS NULL)`,
    ),
    check(
      "job_runs_only_a_bad_verdict_is_acknowledged",
      sql`${table.verdictAcknowledgedAt} IS NULL OR ${table.verdict} = 'bad'`,
    ),
    check(
      "job_runs_ended_when_terminal",
      sql`(${table.endedAt} IS NULL) = (${table.status} IN ('queued', 'running', 'paused', 'interrupted', 'aborting'))`,
    ),
  ],
);

export const bulkStatus = console.enum("bulk_status", ["waiting", "working", "done"]);

/** A key range of a run that one worker takes at a time. */
export const jobBulks = console.table(
  "job_bulks",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: bigint({ mode: "number" })
      .notNull()
      .references(() => jobRuns.id, { onDelete: "cascade" }),
    /** What the range is of, as the job names it: a family. */
    part: text().notNull(),
    /** Inclusive. */
    low: bigint({ mode: "number" }).notNull(),
    high: bigint({ mode: "number" }).notNull(),
    /** The last key whose fate is committed. */
    cursor: bigint({ mode: "number" }).notNull(),
    /** Rows in the range when the run was planned, and rows visited so far. */
    planned: integer().notNull(),
    visited: integer().notNull().default(0),
    batches: integer().notNull().default(0),
    status: bulkStatus().notNull().default("waiting"),
    /** Counts claims. A worker whose epoch is not the row's has been replaced, and writes nothing. */
    epoch: integer().notNull().default(0),
    heartbeatAt: at(),
  },
  (table) => [
    index("job_bulks_run_id_index").on(table.runId, table.status, table.id),
    check("job_bulks_range", sql`${table.low} <= ${table.high}`),
    check(
      "job_bulks_cursor_in_range",
      sql`${table.cursor} BETWEEN ${table.low} - 1 AND ${table.high}`,
    ),
  ],
);

/** Totals of a run, added to in the transaction that did what they count. */
export const jobCounters = console.table(
  "job_counters",
  {
    runId: bigint({ mode: "number" })
      .notNull()
      .references(() => jobRuns.id, { onDelete: "cascade" }),
    part: text().notNull(),
    /** What is counted, as the job names it: records, notes, heldBack. */
    measure: text().notNull(),
    /** Which rule or reason; empty for a plain total. */
    label: text().notNull(),
    count: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.part, table.measure, table.label] }),
    check("job_counters_not_negative", sql`${table.count} >= 0`),
  ],
);

export const eventLevel = console.enum("event_level", ["info", "warning", "error"]);

export const jobEvents = console.table(
  "job_events",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: bigint({ mode: "number" })
      .notNull()
      .references(() => jobRuns.id, { onDelete: "cascade" }),
    at: at().notNull().defaultNow(),
    level: eventLevel().notNull().default("info"),
    message: text().notNull(),
  },
  (table) => [index("job_events_run_id_index").on(table.runId, table.id)],
);
