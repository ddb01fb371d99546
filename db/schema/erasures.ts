import { bigint, check, customType, index, text } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import { jobRuns } from "./job-runs.ts";
import { console } from "./schemas.ts";

const pgLsn = customType<{ data: string }>({ dataType: () => "pg_lsn" });

/**
 * How far what a run removed is gone from the server's files. A row is made when a run that removed
 * something ends, by the database itself; only the owner of the tables writes it afterwards.
 */
export const runErasures = console.table(
  "run_erasures",
  {
    runId: bigint({ mode: "number" })
      .primaryKey()
      .references(() => jobRuns.id, { onDelete: "cascade" }),
    /** Every transaction of the run has a lower number, of 64 bits. */
    belowXid: bigint({ mode: "number" }).notNull(),
    /** Since when nothing of it is in tables and indexes. */
    erasedAt: at(),
    /** The server's log up to here may still hold it. */
    erasedLsn: pgLsn(),
    logsRecycledAt: at(),
    /** Why it cannot be seen here whether the log still holds it. */
    logsUnseen: text(),
    /** What the next stage waits for, in words without patron data. */
    waits: text(),
  },
  (table) => [
    index("run_erasures_unfinished_index")
      .on(table.runId)
      .where(sql`${table.logsRecycledAt} IS NULL`),
    check(
      "run_erasures_erased_up_to_somewhere",
      sql`(${table.erasedAt} IS NULL) = (${table.erasedLsn} IS NULL)`,
    ),
    check(
      "run_erasures_in_order",
      sql`${table.erasedAt} IS NOT NULL OR num_nonnulls(${table.logsRecycledAt}, ${table.logsUnseen}) = 0`,
    ),
    check(
      "run_erasures_recycled_is_seen",
      sql`num_nonnulls(${table.logsRecycledAt}, ${table.logsUnseen}) <= 1`,
    ),
  ],
);

/** Tables that were rewritten, each with the file that this made: another file says nothing of them. */
export const rewrittenTables = console.table("rewritten_tables", {
  name: text().primaryKey(),
  fileNode: bigint({ mode: "number" }).notNull(),
  /** Whatever transactions with lower numbers had removed from it is gone. */
  belowXid: bigint({ mode: "number" }).notNull(),
  rewrittenAt: at().notNull(),
});
