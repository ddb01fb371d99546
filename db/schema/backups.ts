import { check, integer } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import { console } from "./schemas.ts";

/**
 * One row, once a backup tool has told of a copy that it verified: when the newest of them was made; null once
 * that was taken back.
 */
export const verifiedBackup = console.table(
  "verified_backup",
  {
    id: integer().primaryKey().default(1),
    madeAt: at(),
  },
  (table) => [check("verified_backup_is_one_row", sql`${table.id} = 1`)],
);
