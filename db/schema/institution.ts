import { boolean, check, integer, text } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import { console } from "./schemas.ts";

/** Its name before anybody gives it one. After a replaced demo, console.empty_demo gives it back. */
export const unnamedInstitution = "Library";

export const deleteUserPolicy = console.enum("delete_user_policy", [
  "keepFullyReportable",
  "keepStatistics",
  "keepStatisticsAndRemovePrimaryId",
  "fullyRemove",
]);

/** One row. `version` lets the second of two savers be told. */
export const institution = console.table(
  "institution",
  {
    id: integer().primaryKey().default(1),
    version: integer().notNull().default(1),
    name: text().notNull().default(unnamedInstitution),
    /** IANA name. Calendar days everywhere are days in this zone. */
    timeZone: text().notNull().default("UTC"),
    /** ISO 4217 code. */
    currency: text().notNull().default("EUR"),
    deleteUserPolicy: deleteUserPolicy().notNull().default("keepStatisticsAndRemovePrimaryId"),
    isDemo: boolean().notNull().default(false),
    /** Fingerprint of the key behind `record.seen_sources`; the key itself is never in the database. */
    sourceKeyFingerprint: text(),
    createdAt: at().notNull().defaultNow(),
  },
  (table) => [
    check("institution_is_one_row", sql`${table.id} = 1`),
    check("institution_currency_is_iso", sql`${table.currency} ~ '^[A-Z]{3}$'`),
  ],
);
