import { check, index, integer, text } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at, bytea } from "./columns.ts";
import { console } from "./schemas.ts";
import { staff } from "./staff.ts";

/** Keys of scripts. The secret itself is shown once and kept nowhere. */
export const apiKeys = console.table(
  "api_keys",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    /** What a key is known by, in lists and in the audit: its beginning, which opens nothing. */
    prefix: text().notNull().unique(),
    /** SHA-256 of the whole key. */
    secretHash: bytea().notNull(),
    /** Permissions by their names, fixed when the key is made. */
    scopes: text().array().notNull(),
    createdBy: text().references(() => staff.id, { onDelete: "set null" }),
    createdAt: at().notNull().defaultNow(),
    expiresAt: at().notNull(),
    /** The hour, no finer. */
    lastUsedAt: at(),
    revokedAt: at(),
  },
  (table) => [
    index("api_keys_created_by_index").on(table.createdBy),
    check("api_keys_name_not_blank", sql`${table.name} <> ''`),
    check("api_keys_opens_something", sql`cardinality(${table.scopes}) > 0`),
    check(
      "api_keys_never_of_people",
      sql`NOT ${table.scopes} && ARRAY['staff.write', 'apiKeys.write']`,
    ),
    check("api_keys_hash_is_sha256", sql`octet_length(${table.secretHash}) = 32`),
    check(
      "api_keys_end_within_a_year",
      sql`${table.expiresAt} > ${table.createdAt} AND ${table.expiresAt} <= ${table.createdAt} + interval '8760 hours'`,
    ),
    check(
      "api_keys_last_used_by_the_hour",
      sql`date_trunc('hour', ${table.lastUsedAt}, 'UTC') = ${table.lastUsedAt}`,
    ),
  ],
);
