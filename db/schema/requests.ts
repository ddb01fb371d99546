import { bigint, index, integer, text } from "drizzle-orm/pg-core";
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

export const requestType = record.enum("request_type", ["hold", "booking", "digitization"]);
export const requestStatus = record.enum("request_status", [
  "placed",
  "in_process",
  "in_transit",
  "on_hold_shelf",
  "completed",
  "cancelled",
  "rejected",
  "expired",
]);

export const requests = record.table(
  "requests",
  {
    ...recordColumns(),
    type: requestType().notNull(),
    status: requestStatus().notNull(),
    locationId: integer(),
    itemId: bigint({ mode: "number" }).references(() => items.id, { onDelete: "restrict" }),
    title: text(),
    createdOn: day().notNull(),
  },
  (table) => [...recordRules("requests", table), index("requests_item_id_index").on(table.itemId)],
);

export const requestLinks = patron.table(
  "request_links",
  {
    requestId: bigint({ mode: "number" })
      .primaryKey()
      .references(() => requests.id, { onDelete: "restrict" }),
    createdAt: at().notNull(),
    requestType: requestType().notNull(),
    ...linkColumns(),
  },
  (table) => linkRules("request_links", table, [table.endedAt, table.createdAt, table.requestId]),
);

export const requestNotes = patron.table("request_notes", {
  requestId: bigint({ mode: "number" })
    .primaryKey()
    .references(() => requests.id, { onDelete: "restrict" }),
  ...noteColumns(),
});
