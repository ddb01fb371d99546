import { bigint, index } from "drizzle-orm/pg-core";
import { at, bytea } from "./columns.ts";
import { jobRuns } from "./job-runs.ts";
import { console } from "./schemas.ts";

/**
 * Requests that were sent with an Idempotency-Key and started a run, so that the same one sent again
 * finds it. Kept a day.
 */
export const runRequests = console.table(
  "run_requests",
  {
    /** SHA-256 of who asked and the key they sent. */
    digest: bytea().primaryKey(),
    /** SHA-256 of what was asked. */
    contentHash: bytea().notNull(),
    runId: bigint({ mode: "number" })
      .notNull()
      .references(() => jobRuns.id, { onDelete: "cascade" }),
    createdAt: at().notNull().defaultNow(),
  },
  (table) => [index("run_requests_run_id_index").on(table.runId)],
);
