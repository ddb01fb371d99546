import { bigint, index, jsonb, text } from "drizzle-orm/pg-core";
import { at, bytea } from "./columns.ts";
import { console } from "./schemas.ts";

/**
 * Who changed which setting. Append-only and chained by hash, both by trigger. Holds settings and
 * ids, never patrons. No foreign keys: it outlives its subjects.
 */
export const audit = console.table(
  "audit",
  {
    /** Dealt by the trigger, one after the other: a missing number is a removed entry. */
    id: bigint({ mode: "number" })
      .primaryKey()
      .$default(() => 0),
    at: at().notNull().defaultNow(),
    /** A staff id, `key lethe_…` for a script, `operator` for the command line, `schedule`, `setup`, or `unknown`. */
    actor: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    before: jsonb(),
    after: jsonb(),
    /** SHA-256 over the previous row's hash and this row. */
    hash: bytea()
      .notNull()
      .$default(() => Buffer.alloc(0)),
  },
  (table) => [index("audit_at_index").on(table.at, table.id)],
);
