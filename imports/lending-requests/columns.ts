import { lendingStatus } from "#db/schema/index.ts";
import { code, identifier, moment, oneOf, words } from "../cells.ts";
import type { Column } from "../format.ts";

export const lendingColumns: readonly Column[] = [
  { name: "request_id", required: true, filled: true, read: identifier, sql: "text" },
  { name: "partner", required: true, filled: true, read: words(1_000), sql: "text" },
  {
    name: "status",
    required: true,
    filled: true,
    read: oneOf(lendingStatus.enumValues),
    sql: "record.lending_status",
  },
  { name: "library", required: true, filled: true, read: code, sql: "text" },
  { name: "created", required: true, filled: true, read: moment, sql: "timestamptz" },
  { name: "ended", read: moment, sql: "timestamptz" },
  { name: "title", read: words(10_000), sql: "text" },
];
