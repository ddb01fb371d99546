import { bigint, check, index, integer, smallint } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import {
  day,
  linkColumns,
  linkRules,
  noteColumns,
  recordColumns,
  recordRules,
} from "./families.ts";
import { items } from "./reference.ts";
import { patron, record } from "./schemas.ts";

export const processStatus = record.enum("process_status", ["normal", "lost", "claimed_returned"]);

export const loans = record.table(
  "loans",
  {
    ...recordColumns(),
    itemId: bigint({ mode: "number" })
      .notNull()
      .references(() => items.id, { onDelete: "restrict" }),
    locationId: integer(),
    loanedOn: day().notNull(),
    dueOn: day(),
    returnedOn: day(),
    closedOn: day(),
    renewals: smallint().notNull().default(0),
    processStatus: processStatus().notNull().default("normal"),
  },
  (table) => [
    ...recordRules("loans", table),
    index("loans_item_id_index").on(table.itemId),
    check("loans_renewals_not_negative", sql`${table.renewals} >= 0`),
    check(
      "loans_end_is_return_or_closing",
      sql`${table.endedOn} IS NOT DISTINCT FROM coalesce(${table.returnedOn}, ${table.closedOn})`,
    ),
  ],
);

export const loanLinks = patron.table(
  "loan_links",
  {
    loanId: bigint({ mode: "number" })
      .primaryKey()
      .references(() => loans.id, { onDelete: "restrict" }),
    loanedAt: at().notNull(),
    dueAt: at(),
    returnedAt: at(),
    closedAt: at(),
    ...linkColumns(),
  },
  (table) => [
    ...linkRules("loan_links", table, [table.endedAt, table.loanedAt, table.loanId]),
    check(
      "loan_links_end_is_return_or_closing",
      sql`${table.endedAt} IS NOT DISTINCT FROM coalesce(${table.returnedAt}, ${table.closedAt})`,
    ),
    check(
      "loan_links_finished_has_an_end",
      sql`${table.finished} = (${table.endedOn} IS NOT NULL)`,
    ),
  ],
);

export const loanNotes = patron.table("loan_notes", {
  loanId: bigint({ mode: "number" })
    .primaryKey()
    .references(() => loans.id, { onDelete: "restrict" }),
  ...noteColumns(),
});
