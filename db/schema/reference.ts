import { bigint, index, integer, smallint, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { record } from "./schemas.ts";

export const libraries = record.table("libraries", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  code: text().notNull().unique(),
  name: text().notNull(),
});

export const locations = record.table(
  "locations",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    libraryId: integer()
      .notNull()
      .references(() => libraries.id, { onDelete: "restrict" }),
    code: text().notNull(),
    name: text().notNull(),
  },
  (table) => [unique("locations_library_id_code_unique").on(table.libraryId, table.code)],
);

export const userGroups = record.table("user_groups", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  code: text().notNull().unique(),
  name: text().notNull(),
});

export const statisticalCategories = record.table(
  "statistical_categories",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    type: text().notNull(),
    category: text().notNull(),
  },
  (table) => [unique("statistical_categories_type_category_unique").on(table.type, table.category)],
);

/**
 * User group and statistical categories as they were at an event. Records hold a profile's id, so a
 * later change of a user's group rewrites no history. `categoryIds` is sorted and without repeats.
 */
export const profiles = record.table(
  "profiles",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userGroupId: integer().references(() => userGroups.id, { onDelete: "restrict" }),
    categoryIds: integer()
      .array()
      .notNull()
      .default(sql`'{}'::integer[]`),
  },
  (table) => [
    unique("profiles_user_group_id_category_ids_unique")
      .on(table.userGroupId, table.categoryIds)
      .nullsNotDistinct(),
    index("profiles_user_group_id_index").on(table.userGroupId),
  ],
);

export const items = record.table(
  "items",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    barcode: text().notNull(),
    title: text(),
    author: text(),
    callNumber: text(),
  },
  (table) => [uniqueIndex("items_barcode_unique").on(table.barcode)],
);

/** Systems that records come from. A record's key is its source and the number it has there. */
export const sources = record.table("sources", {
  id: smallint().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
});
