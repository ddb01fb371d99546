import { bigint, date, index, integer, smallint, text, unique } from "drizzle-orm/pg-core";
import { libraries, sources } from "./reference.ts";
import { record } from "./schemas.ts";

export const lendingStatus = record.enum("lending_status", [
  "requested",
  "in_process",
  "shipped",
  "received",
  "on_hold_shelf",
  "overdue",
  "returned",
  "completed",
  "cancelled",
  "rejected",
  "expired",
]);

/** A request that a partner made of this library. It names no patron, so it keeps its source's number. */
export const lendingRequests = record.table(
  "lending_requests",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    libraryId: integer()
      .notNull()
      .references(() => libraries.id, { onDelete: "restrict" }),
    partner: text().notNull(),
    status: lendingStatus().notNull(),
    title: text(),
    createdOn: date({ mode: "string" }).notNull(),
    endedOn: date({ mode: "string" }),
    sourceId: smallint()
      .notNull()
      .references(() => sources.id, { onDelete: "restrict" }),
    sourceNumber: text().notNull(),
  },
  (table) => [
    unique("lending_requests_source_id_source_number_unique").on(
      table.sourceId,
      table.sourceNumber,
    ),
    index("lending_requests_library_id_index").on(table.libraryId),
  ],
);
