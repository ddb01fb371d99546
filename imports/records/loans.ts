import { processStatus } from "#db/schema/index.ts";
import {
  categoryList,
  code,
  identifier,
  moment as time,
  oneOf,
  wholeNumber,
  words,
  type CellType,
} from "../cells.ts";
import { endedBefore, moment, plain, type RecordKind } from "./kind.ts";

const ended = "coalesce(returned_at, closed_at)";

/** Alma's API says CLAIMED_RETURN. */
const status: CellType = (text) =>
  oneOf(processStatus.enumValues)(/^claimed_return$/i.test(text) ? "claimed_returned" : text);

export const loans: RecordKind = {
  records: "loans",
  one: "loan",
  links: "loan_links",
  notes: "loan_notes",
  key: "loan_id",
  number: "loan_id",
  note: "note",
  located: true,
  columns: [
    {
      name: "loan_id",
      required: true,
      filled: true,
      read: identifier,
      sql: "text",
      personal: true,
    },
    { name: "primary_id", required: true, read: identifier, sql: "text", personal: true },
    { name: "item_barcode", required: true, filled: true, read: identifier, sql: "text" },
    { name: "title", read: words(10_000), sql: "text" },
    { name: "author", read: words(10_000), sql: "text" },
    { name: "call_number", read: words(1_000), sql: "text" },
    { name: "library", required: true, filled: true, read: code, sql: "text" },
    { name: "location", read: code, sql: "text" },
    { name: "loan_date", required: true, filled: true, read: time, sql: "timestamptz" },
    { name: "due_date", read: time, sql: "timestamptz" },
    { name: "return_date", read: time, sql: "timestamptz" },
    { name: "closed_date", read: time, sql: "timestamptz" },
    { name: "renewals", read: wholeNumber(32_767), sql: "smallint" },
    {
      name: "process_status",
      read: status,
      sql: "record.process_status",
    },
    { name: "user_group", read: code, sql: "text" },
    { name: "statistics", read: categoryList, sql: "text" },
    { name: "note", read: words(100_000), sql: "text", personal: true },
  ],
  items: {
    column: "item_barcode",
    described: ["title", "author", "call_number"],
    rewrites: true,
  },
  facts: [
    plain("item_id", "bigint", { from: "item_barcode", found: "item.id" }),
    moment("loaned_at", "loan_date"),
    moment("due_at", "due_date"),
    moment("returned_at", "return_date"),
    moment("closed_at", "closed_date"),
    plain("renewals", "smallint", { empty: "0" }),
    plain("process_status", "record.process_status", { empty: "'normal'" }),
  ],
  ended,
  finished: `${ended} IS NOT NULL`,
  ends: ["return_date", "closed_date"],
  refusals: [
    endedBefore("return_date", "returned_at", "loan_date", "loaned_at"),
    endedBefore("closed_date", "closed_at", "loan_date", "loaned_at"),
  ],
  activity: "loaned_at",
};
