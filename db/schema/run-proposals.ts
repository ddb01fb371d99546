import { bigint, check, date, index, integer, jsonb, text, uniqueIndex } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { apiKeys } from "./api-keys.ts";
import { at, bytea } from "./columns.ts";
import { jobRuns, submittedVia } from "./job-runs.ts";
import { jobName } from "./schedules.ts";
import { console } from "./schemas.ts";
import { staff } from "./staff.ts";

export const proposalDecision = console.enum("proposal_decision", [
  "approved",
  "refused",
  "withdrawn",
  "outdated",
]);

/** A run that waits for a second person: everything that it would be started with. */
export const runProposals = console.table(
  "run_proposals",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    job: jobName().notNull(),
    submittedVia: submittedVia().notNull(),
    staffId: text().references(() => staff.id, { onDelete: "set null" }),
    apiKeyId: integer().references(() => apiKeys.id, { onDelete: "set null" }),
    cutOff: date({ mode: "string" }).notNull(),
    timeZone: text().notNull(),
    frozen: jsonb().notNull(),
    expected: bigint({ mode: "number" }).notNull(),
    /** SHA-256 of job, frozen inputs, cut-off day and expected number: what whoever approves has seen. */
    hash: bytea().notNull(),
    createdAt: at().notNull().defaultNow(),
    expiresAt: at().notNull(),
    decision: proposalDecision(),
    decidedAt: at(),
    decidedBy: text().references(() => staff.id, { onDelete: "set null" }),
    runId: bigint({ mode: "number" }).references(() => jobRuns.id, { onDelete: "set null" }),
  },
  (table) => [
    uniqueIndex("run_proposals_one_waiting_per_job")
      .on(table.job)
      .where(sql`${table.decision} IS NULL`),
    index("run_proposals_staff_id_index").on(table.staffId),
    index("run_proposals_api_key_id_index").on(table.apiKeyId),
    index("run_proposals_decided_by_index").on(table.decidedBy),
    index("run_proposals_run_id_index").on(table.runId),
    check(
      "run_proposals_decided_at_once",
      sql`(${table.decision} IS NULL) = (${table.decidedAt} IS NULL)`,
    ),
    check(
      "run_proposals_not_by_who_asked",
      sql`${table.decision} <> 'approved' OR ${table.decidedBy} IS DISTINCT FROM ${table.staffId} OR ${table.staffId} IS NULL`,
    ),
  ],
);
