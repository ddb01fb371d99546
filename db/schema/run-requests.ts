import { bigint, check, index } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at, bytea } from "./columns.ts";
import { jobRuns } from "./job-runs.ts";
import { runProposals } from "./run-proposals.ts";
import { console } from "./schemas.ts";

/**
 * Requests that were sent with an Idempotency-Key and started a run or made a proposal of one, so that the
 * same one sent again finds it. Kept a day.
 */
export const runRequests = console.table(
  "run_requests",
  {
    /** SHA-256 of who asked and the key they sent. */
    digest: bytea().primaryKey(),
    /** SHA-256 of what was asked. */
    contentHash: bytea().notNull(),
    runId: bigint({ mode: "number" }).references(() => jobRuns.id, { onDelete: "cascade" }),
    proposalId: bigint({ mode: "number" }).references(() => runProposals.id, {
      onDelete: "cascade",
    }),
    createdAt: at().notNull().defaultNow(),
  },
  (table) => [
    index("run_requests_run_id_index").on(table.runId),
    index("run_requests_proposal_id_index").on(table.proposalId),
    check(
      "run_requests_run_or_proposal",
      sql`num_nonnulls(${table.runId}, ${table.proposalId}) = 1`,
    ),
  ],
);
