import {
  bigint,
  bigserial,
  boolean,
  check,
  date,
  index,
  integer,
  primaryKey,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import { letterChannel, letterTypes } from "./letter-types.ts";
import { sources } from "./reference.ts";
import { patron, record } from "./schemas.ts";
import { users } from "./users.ts";

/** 1 MB of text in UTF-8. */
export const longestBodyBytes = 1024 * 1024;

/**
 * Letters to patrons, a partition for each month of `createdOn`: made by patron.make_letter_month,
 * dropped by patron.drop_letter_month. The migration says PARTITION BY, which has no word here.
 */
export const letters = patron.table(
  "letters",
  {
    id: bigserial({ mode: "number" }).notNull(),
    userId: bigint({ mode: "number" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    letterCode: text()
      .notNull()
      .references(() => letterTypes.code, { onDelete: "restrict" }),
    channel: letterChannel().notNull(),
    createdAt: at().notNull(),
    /** The day of `createdAt` in the institution's zone. */
    createdOn: date({ mode: "string" }).notNull(),
    /** False until it is sent. While patron.letter_waits says that it may be, no run removes it. */
    sent: boolean().notNull(),
    subject: text(),
    addresses: text(),
    /** The letter as it was rendered: HTML or plain text. */
    body: text(),
    /** Null for a letter that Lethe itself sent. */
    sourceId: smallint().references(() => sources.id, { onDelete: "restrict" }),
    sourceNumber: text(),
    /** Of sending what Lethe wrote: as of a mail of the outbox (mail.ts). */
    attempts: smallint().notNull().default(0),
    attemptedAt: at(),
    problem: text(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.createdOn] }),
    index("letters_unsent_index")
      .on(table.createdAt, table.id)
      .where(sql`NOT ${table.sent}`),
    // Partition by partition in order, so that a user's first page opens only the latest months.
    index("letters_user_id_index").on(
      table.userId,
      table.createdOn.desc().nullsFirst(),
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index("letters_letter_code_created_on_index").on(table.letterCode, table.createdOn),
    // Without what Lethe itself writes, which is looked up by none.
    index("letters_source_id_source_number_index")
      .on(table.sourceId, table.sourceNumber)
      .where(sql`${table.sourceId} IS NOT NULL`),
    check(
      "letters_source_has_a_number",
      sql`(${table.sourceId} IS NULL) = (${table.sourceNumber} IS NULL)`,
    ),
    check("letters_body_in_bounds", sql`octet_length(${table.body}) <= 1048576`),
    check("letters_created_since_1970", sql`${table.createdOn} >= '1970-01-01'`),
  ],
);

/** How many letters there ever were, by type and month of sending; a purge changes nothing here. */
export const letterCounts = record.table(
  "letter_counts",
  {
    letterCode: text()
      .notNull()
      .references(() => letterTypes.code, { onDelete: "restrict" }),
    /** First day of the month. */
    month: date({ mode: "string" }).notNull(),
    count: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.letterCode, table.month] }),
    check("letter_counts_not_negative", sql`${table.count} >= 0`),
    check("letter_counts_month_is_a_first_day", sql`extract(day FROM ${table.month}) = 1`),
  ],
);
