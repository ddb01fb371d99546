import { categoryList, code, identifier, moment, oneOf, wholeNumber, words } from "../cells.ts";
import type { Column } from "../format.ts";

export const loanColumns: readonly Column[] = [
  { name: "loan_id", required: true, filled: true, read: identifier, sql: "text" },
  { name: "primary_id", required: true, read: identifier, sql: "text", personal: true },
  { name: "item_barcode", required: true, filled: true, read: identifier, sql: "text" },
  { name: "title", read: words(10_000), sql: "text" },
  { name: "author", read: words(10_000), sql: "text" },
  { name: "call_number", read: words(1_000), sql: "text" },
  { name: "library", required: true, filled: true, read: code, sql: "text" },
  { name: "location", read: code, sql: "text" },
  { name: "loan_date", required: true, filled: true, read: moment, sql: "timestamptz" },
  { name: "due_date", read: moment, sql: "timestamptz" },
  { name: "return_date", read: moment, sql: "timestamptz" },
  { name: "closed_date", read: moment, sql: "timestamptz" },
  { name: "renewals", read: wholeNumber(32_767), sql: "smallint" },
  {
    name: "process_status",
    read: oneOf(["normal", "lost", "claimed_returned"]),
    sql: "record.process_status",
  },
  { name: "user_group", read: code, sql: "text" },
  { name: "statistics", read: categoryList, sql: "text" },
  { name: "note", read: words(100_000), sql: "text", personal: true },
];
