import { bigint, check, index, numeric, text } from "drizzle-orm/pg-core";
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
import { loans } from "./loans.ts";
import { items } from "./reference.ts";
import { patron, record } from "./schemas.ts";

export const feeStatus = record.enum("fee_status", ["active", "closed", "in_dispute", "exported"]);
export const feeTransactionType = record.enum("fee_transaction_type", [
  "payment",
  "waive",
  "dispute",
  "restore",
  "credit",
]);

/** In the institution's one currency. */
const amount = () => numeric({ precision: 14, scale: 2 });

export const fees = record.table(
  "fees",
  {
    ...recordColumns(),
    type: text().notNull(),
    status: feeStatus().notNull(),
    originalAmount: amount().notNull(),
    balance: amount().notNull(),
    createdOn: day().notNull(),
    /** The fee keeps its item when the loan that it came from is forgotten. */
    itemId: bigint({ mode: "number" }).references(() => items.id, { onDelete: "restrict" }),
  },
  (table) => [
    ...recordRules("fees", table),
    index("fees_item_id_index").on(table.itemId),
    index("fees_open_index")
      .on(table.id, table.balance)
      .where(sql`${table.balance} <> 0`),
    check("fees_original_amount_not_negative", sql`${table.originalAmount} >= 0`),
    check("fees_closed_owes_nothing", sql`${table.status} <> 'closed' OR ${table.balance} = 0`),
    /** Below zero the library owes the patron. */
    check("fees_balance_within_amount", sql`${table.balance} <= ${table.originalAmount}`),
  ],
);

export const feeTransactions = record.table(
  "fee_transactions",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    feeId: bigint({ mode: "number" })
      .notNull()
      .references(() => fees.id, { onDelete: "restrict" }),
    type: feeTransactionType().notNull(),
    amount: amount().notNull(),
    createdOn: day().notNull(),
  },
  (table) => [
    index("fee_transactions_fee_id_index").on(table.feeId),
    check("fee_transactions_amount_not_negative", sql`${table.amount} >= 0`),
  ],
);

export const feeLinks = patron.table(
  "fee_links",
  {
    feeId: bigint({ mode: "number" })
      .primaryKey()
      .references(() => fees.id, { onDelete: "restrict" }),
    createdAt: at().notNull(),
    /** The loan that the fee came from; cleared in the batch that cuts the loan's link. */
    loanId: bigint({ mode: "number" }).references(() => loans.id, { onDelete: "restrict" }),
    ...linkColumns(),
  },
  (table) => [
    ...linkRules("fee_links", table, [table.endedAt, table.createdAt, table.feeId]),
    index("fee_links_loan_id_index").on(table.loanId),
    // Who owes what.
    index("fee_links_open_index")
      .on(table.userId, table.feeId)
      .where(sql`NOT ${table.finished}`),
  ],
);

export const feeNotes = patron.table("fee_notes", {
  feeId: bigint({ mode: "number" })
    .primaryKey()
    .references(() => fees.id, { onDelete: "restrict" }),
  ...noteColumns(),
});
