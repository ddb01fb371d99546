import { feeTransactionType } from "#db/schema/index.ts";
import { amount, identifier, moment, oneOf } from "../cells.ts";
import type { Column } from "../format.ts";

export const transactionColumns: readonly Column[] = [
  { name: "fee_id", required: true, filled: true, read: identifier, sql: "text", personal: true },
  {
    name: "transaction_id",
    required: true,
    filled: true,
    read: identifier,
    sql: "text",
    personal: true,
  },
  {
    name: "type",
    required: true,
    filled: true,
    read: oneOf(feeTransactionType.enumValues),
    sql: "record.fee_transaction_type",
  },
  { name: "amount", required: true, filled: true, read: amount, sql: "numeric" },
  { name: "created", required: true, filled: true, read: moment, sql: "timestamptz" },
];
