import { boolean, check, integer, text } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import { console } from "./schemas.ts";

export const letterChannel = console.enum("letter_channel", ["email", "sms", "print"]);

export const letterTypes = console.table(
  "letter_types",
  {
    code: text().primaryKey(),
    name: text().notNull(),
    description: text().notNull().default(""),
    channel: letterChannel().notNull(),
    patronFacing: boolean().notNull(),
    enabled: boolean().notNull().default(true),
    /** Whole days. Null keeps letters until their patron is purged. */
    retentionDays: integer(),
    /** Lets the second of two savers be told. */
    version: integer().notNull().default(1),
    /** An import met a code that nobody had described: a person has yet to decide its period. */
    needsAttention: boolean().notNull().default(false),
    /** As the audit names who acted: a staff id, `operator`, or an import's actor. */
    updatedBy: text(),
    updatedAt: at(),
  },
  (table) => [
    check("letter_types_retention_days_in_range", sql`${table.retentionDays} BETWEEN 1 AND 36500`),
  ],
);
