import { bigint, index, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns.ts";
import { patron } from "./schemas.ts";
import { staff } from "./staff.ts";
import { users } from "./users.ts";

/** What staff searched for: a name must not stand in an address, so the address names this row. Kept a day. */
export const userSearches = patron.table(
  "user_searches",
  {
    id: uuid().primaryKey().defaultRandom(),
    staffId: text()
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    search: jsonb().notNull(),
    createdAt: at().notNull().defaultNow(),
  },
  (table) => [
    index("user_searches_staff_id_index").on(table.staffId),
    index("user_searches_created_at_index").on(table.createdAt),
  ],
);

/** Who changed what of an account, and when: names of fields, never what stood in them. */
export const userHistory = patron.table(
  "user_history",
  {
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    userId: bigint({ mode: "number" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    at: at().notNull().defaultNow(),
    /** A staff id, `operator`, or `run 12`. No foreign key: it outlives its subjects. */
    actor: text().notNull(),
    action: text().notNull(),
    fields: text().array().notNull().default([]),
  },
  // The one index: each user that a run changes is a line.
  (table) => [primaryKey({ columns: [table.userId, table.id] })],
);
