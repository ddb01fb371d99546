import { bigint, check, date, index, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import { patron } from "./schemas.ts";
import { sets } from "./sets.ts";
import { staff } from "./staff.ts";
import { users } from "./users.ts";

/** A person or a set of whom nothing is forgotten until it is released. What is written here may name a person. */
export const legalHolds = patron.table(
  "legal_holds",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    reason: text().notNull(),
    /** Who answers for it. */
    owner: text().notNull(),
    /** On this day somebody has to look at it again. It stays until it is released. */
    reviewOn: date({ mode: "string" }).notNull(),
    userId: bigint({ mode: "number" }).references(() => users.id, { onDelete: "set null" }),
    setId: integer().references(() => sets.id, { onDelete: "set null" }),
    placedAt: at().notNull().defaultNow(),
    placedBy: text().references(() => staff.id, { onDelete: "set null" }),
    releasedAt: at(),
    releasedBy: text().references(() => staff.id, { onDelete: "set null" }),
    /** How many it holds: a trigger keeps it, since counting half a million takes a tenth of a second. */
    members: integer().notNull().default(0),
  },
  (table) => [
    index("legal_holds_user_id_index").on(table.userId),
    index("legal_holds_set_id_index").on(table.setId),
    index("legal_holds_placed_by_index").on(table.placedBy),
    index("legal_holds_released_by_index").on(table.releasedBy),
    check("legal_holds_members_not_negative", sql`${table.members} >= 0`),
    check("legal_holds_reason_not_blank", sql`${table.reason} <> '' AND ${table.owner} <> ''`),
    // Neither can be deleted under a hold; a released one forgets whom it held.
    check(
      "legal_holds_person_or_set",
      sql`num_nonnulls(${table.userId}, ${table.setId}) = 1 OR ${table.releasedAt} IS NOT NULL`,
    ),
  ],
);

/** Whom a hold holds: taken at its placing, joined by new members of its set, left by nobody before its release. */
export const legalHoldMembers = patron.table(
  "legal_hold_members",
  {
    holdId: integer()
      .notNull()
      .references(() => legalHolds.id, { onDelete: "cascade" }),
    userId: bigint({ mode: "number" })
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
  },
  (table) => [
    primaryKey({ columns: [table.holdId, table.userId] }),
    index("legal_hold_members_user_id_index").on(table.userId),
  ],
);
