import {
  bigint,
  boolean,
  check,
  index,
  integer,
  primaryKey,
  text,
  time,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import { jobRuns } from "./job-runs.ts";
import { console, patron } from "./schemas.ts";
import { staff } from "./staff.ts";

/** One row: where a run stops by itself, from which size on it needs a second person, and when its traces may be erased. */
export const runLimits = console.table(
  "run_limits",
  {
    id: integer().primaryKey().default(1),
    version: integer().notNull().default(1),
    /** How far beyond its preview a run may go. */
    marginPercent: integer().notNull().default(5),
    /** The share of all that a run may take unless a person typed the number. */
    sharePercent: integer().notNull().default(25),
    /** The same of one library's finished records, or one user group's; null: not asked. */
    shareOfOnePercent: integer(),
    /** Libraries and user groups with fewer are left out of it. */
    shareOfOneFrom: integer().notNull().default(100),
    /** So many of one library's finished records, or one user group's, whatever their share; null: not asked. */
    mostOfOne: integer(),
    /** A scheduled run may take this many times the largest of the last runs, and 1,000 whatever they took. */
    timesLastRuns: integer().notNull().default(3),
    /** Null: one person is enough. */
    approvalAbove: bigint({ mode: "number" }),
    /** The library's hours, in its zone, in which no batch begins; over midnight where the second is the earlier. Both or neither. */
    restFrom: time(),
    restUntil: time(),
    /** Tables up to this size are rewritten at once after a run; larger ones between the two times, in the institution's zone. */
    rewriteUpToMb: integer().notNull().default(64),
    rewriteFrom: time().notNull().default("02:00"),
    rewriteUntil: time().notNull().default("05:00"),
    /** How long backups and archived logs are kept; null: the library has not said. */
    backupDays: integer(),
    /** The age of the last verified backup from which on it is warned of; null: backups are not spoken of. */
    backupWarnHours: integer().default(48),
    /** Nothing that removes starts then. */
    backupRequired: boolean().notNull().default(false),
  },
  (table) => [
    check("run_limits_is_one_row", sql`${table.id} = 1`),
    check("run_limits_margin_in_range", sql`${table.marginPercent} BETWEEN 0 AND 100`),
    check("run_limits_share_in_range", sql`${table.sharePercent} BETWEEN 1 AND 100`),
    check("run_limits_share_of_one_in_range", sql`${table.shareOfOnePercent} BETWEEN 1 AND 100`),
    check(
      "run_limits_share_of_one_from_in_range",
      sql`${table.shareOfOneFrom} BETWEEN 5 AND 1000000`,
    ),
    check("run_limits_most_of_one_in_range", sql`${table.mostOfOne} BETWEEN 1 AND 1000000000`),
    check("run_limits_times_in_range", sql`${table.timesLastRuns} BETWEEN 1 AND 1000`),
    check(
      "run_limits_rest_is_a_span",
      sql`num_nulls(${table.restFrom}, ${table.restUntil}) = 2 OR num_nulls(${table.restFrom}, ${table.restUntil}) = 0 AND ${table.restFrom} <> ${table.restUntil}`,
    ),
    check("run_limits_rewrite_up_to_in_range", sql`${table.rewriteUpToMb} BETWEEN 0 AND 1000000`),
    check("run_limits_rewrite_is_a_span", sql`${table.rewriteFrom} <> ${table.rewriteUntil}`),
    check("run_limits_backup_days_in_range", sql`${table.backupDays} BETWEEN 0 AND 36500`),
    check(
      "run_limits_backup_warn_hours_in_range",
      sql`${table.backupWarnHours} BETWEEN 1 AND 8760`,
    ),
    check(
      "run_limits_backup_required_within_hours",
      sql`NOT ${table.backupRequired} OR ${table.backupWarnHours} IS NOT NULL`,
    ),
    check("run_limits_approval_not_negative", sql`${table.approvalAbove} >= 0`),
  ],
);

/** A row stops every run of its scope, `all` or a job's name, before the next batch. */
export const killSwitches = console.table(
  "kill_switches",
  {
    scope: text().primaryKey(),
    reason: text().notNull().default(""),
    engagedAt: at().notNull().defaultNow(),
    /** Null: engaged by SQL or by a key. */
    staffId: text().references(() => staff.id, { onDelete: "set null" }),
  },
  (table) => [
    index("kill_switches_staff_id_index").on(table.staffId),
    check(
      "kill_switches_scope_known",
      sql`${table.scope} IN ('all', 'anonymization', 'letters-purge', 'purge-users', 'update-users')`,
    ),
  ],
);

/**
 * Rows that a run could not work and left as they were. Personal, since a key may be a person's: the
 * run's counters say how many, and why.
 */
export const setAsideRows = patron.table(
  "set_aside_rows",
  {
    runId: bigint({ mode: "number" })
      .notNull()
      .references(() => jobRuns.id, { onDelete: "cascade" }),
    part: text().notNull(),
    key: bigint({ mode: "number" }).notNull(),
    /** SQLSTATE. */
    code: text().notNull(),
    at: at().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.part, table.key] }),
    index("set_aside_rows_at_index").on(table.at),
  ],
);
