import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  smallint,
  text,
  unique,
  type AnyPgColumn,
  type ExtraConfigColumn,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import { users } from "./users.ts";

/*
 * Loans, fees, requests and borrowing requests are four of the same: a record (what happened), a
 * link (who) and a note. What they share is defined here once. The few libraries, locations, profiles
 * and sources that their millions of rows name are looked up once for each statement, by triggers,
 * where foreign keys would look them up row by row (decision 28).
 */

export const day = () => date({ mode: "string" });

/** Columns of every record: where it happened, to what kind of patron, and the day it ended. */
export const recordColumns = () => ({
  id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  libraryId: integer().notNull(),
  profileId: integer().notNull(),
  endedOn: day(),
});

/**
 * Columns of every link: the patron, the source system's number for the record, and copies of what
 * the rules ask about, so that a run never reads the history that is already free.
 */
export const linkColumns = () => ({
  userId: bigint({ mode: "number" })
    .notNull()
    .references(() => users.id, { onDelete: "restrict" }),
  endedAt: at(),
  endedOn: day(),
  libraryId: integer().notNull(),
  locationId: integer(),
  profileId: integer().notNull(),
  sourceId: smallint().notNull(),
  /** False while the record is active. A finished record without `endedOn` is held back. */
  finished: boolean().notNull(),
  sourceNumber: text().notNull(),
});

interface LinkTable {
  userId: AnyPgColumn;
  endedAt: AnyPgColumn;
  endedOn: AnyPgColumn;
  finished: AnyPgColumn;
  sourceId: AnyPgColumn;
  sourceNumber: AnyPgColumn;
}

/** What the database states about every link. `order`, latest first, serves a user's records and their ranks without a sort. */
export const linkRules = (name: string, table: LinkTable, order: ExtraConfigColumn[]) => [
  unique(`${name}_source_id_source_number_unique`).on(table.sourceId, table.sourceNumber),
  index(`${name}_user_id_index`).on(
    table.userId,
    ...order.map((column) => column.desc().nullsFirst()),
  ),
  check(
    `${name}_ends_when_finished`,
    sql`${table.endedOn} IS NULL AND ${table.endedAt} IS NULL OR ${table.finished} AND ${table.endedOn} IS NOT NULL AND ${table.endedAt} IS NOT NULL`,
  ),
];

/** A note on a record. A null text is a note that a run removed: an import leaves it removed. */
export const noteColumns = () => ({ text: text() });

interface RecordTable {
  libraryId: AnyPgColumn;
  profileId: AnyPgColumn;
  locationId?: AnyPgColumn;
}

/** What the database states about every record: where its library, location and profile are looked for. */
export const recordRules = (name: string, table: RecordTable) => [
  index(`${name}_profile_id_index`).on(table.profileId),
  table.locationId
    ? index(`${name}_library_id_location_id_index`).on(table.libraryId, table.locationId)
    : index(`${name}_library_id_index`).on(table.libraryId),
];
