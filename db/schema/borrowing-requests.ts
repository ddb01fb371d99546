import { bigint, text } from "drizzle-orm/pg-core";
import { at } from "./columns.ts";
import {
  day,
  linkColumns,
  linkRules,
  noteColumns,
  recordColumns,
  recordRules,
} from "./families.ts";
import { patron, record } from "./schemas.ts";

export const borrowingStatus = record.enum("borrowing_status", [
  "requested",
  "shipped",
  "received",
  "on_hold_shelf",
  "overdue",
  "completed",
  "cancelled",
  "rejected",
  "expired",
]);

export const borrowingRequests = record.table(
  "borrowing_requests",
  {
    ...recordColumns(),
    partner: text(),
    status: borrowingStatus().notNull(),
    title: text(),
    createdOn: day().notNull(),
  },
  (table) => recordRules("borrowing_requests", table),
);

export const borrowingLinks = patron.table(
  "borrowing_links",
  {
    borrowingRequestId: bigint({ mode: "number" })
      .primaryKey()
      .references(() => borrowingRequests.id, { onDelete: "restrict" }),
    createdAt: at().notNull(),
    ...linkColumns(),
  },
  (table) =>
    linkRules("borrowing_links", table, [table.endedAt, table.createdAt, table.borrowingRequestId]),
);

export const borrowingNotes = patron.table("borrowing_notes", {
  borrowingRequestId: bigint({ mode: "number" })
    .primaryKey()
    .references(() => borrowingRequests.id, { onDelete: "restrict" }),
  ...noteColumns(),
});
