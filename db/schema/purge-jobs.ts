import {
  bigint,
  boolean,
  check,
  index,
  integer,
  numeric,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import { jobRuns } from "./job-runs.ts";
import { userGroups } from "./reference.ts";
import { runProposals } from "./run-proposals.ts";
import { console, patron } from "./schemas.ts";
import { sets } from "./sets.ts";
import { staff } from "./staff.ts";
import { recordType, users } from "./users.ts";

/** A purge that was described: run as often as wanted, each time with the criteria as they stand here. */
export const purgeJobs = console.table(
  "purge_jobs",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** Criteria, or a set in their place. */
    recordType: recordType(),
    userGroupId: integer().references(() => userGroups.id, { onDelete: "restrict" }),
    setId: integer().references(() => sets.id, { onDelete: "restrict" }),
    daysAfterPurgeDate: integer().notNull().default(0),
    waiveThreshold: numeric({ precision: 14, scale: 2 }).notNull().default("0"),
    skipActiveRequests: boolean().notNull().default(false),
    skipUnexpired: boolean().notNull().default(false),
    createdBy: text().references(() => staff.id, { onDelete: "set null" }),
    createdAt: at().notNull().defaultNow(),
    /** The last of its runs. */
    runId: bigint({ mode: "number" }).references(() => jobRuns.id, { onDelete: "set null" }),
    /** Where a second person had to be asked last: its run, once there is one, is the last of all. */
    proposalId: bigint({ mode: "number" }).references(() => runProposals.id, {
      onDelete: "set null",
    }),
  },
  (table) => [
    index("purge_jobs_user_group_id_index").on(table.userGroupId),
    index("purge_jobs_set_id_index").on(table.setId),
    index("purge_jobs_created_by_index").on(table.createdBy),
    index("purge_jobs_run_id_index").on(table.runId),
    index("purge_jobs_proposal_id_index").on(table.proposalId),
    check("purge_jobs_criteria_or_set", sql`num_nonnulls(${table.recordType}, ${table.setId}) = 1`),
    check(
      "purge_jobs_group_of_a_record_type",
      sql`${table.userGroupId} IS NULL OR ${table.recordType} IS NOT NULL`,
    ),
    check("purge_jobs_days_in_range", sql`${table.daysAfterPurgeDate} BETWEEN 0 AND 36500`),
    check("purge_jobs_threshold_in_range", sql`${table.waiveThreshold} BETWEEN 0 AND 1000000`),
  ],
);

/** Whom a run is about: a set's members as they were at its start, or one person. Gone when it ends. */
export const runMembers = patron.table(
  "run_members",
  {
    runId: bigint({ mode: "number" })
      .notNull()
      .references(() => jobRuns.id, { onDelete: "cascade" }),
    /** No foreign key: who is purged leaves it without a trace of it. */
    userId: bigint({ mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.userId] })],
);

/** The library's own account of somebody who signs in here: nobody purges themselves. */
export const staffUsers = patron.table(
  "staff_users",
  {
    staffId: text()
      .primaryKey()
      .references(() => staff.id, { onDelete: "cascade" }),
    userId: bigint({ mode: "number" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
  },
  (table) => [index("staff_users_user_id_index").on(table.userId)],
);
