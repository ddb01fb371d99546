import { sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type * as schema from "#db/schema/index.ts";

export type DeletePolicy = (typeof schema.deleteUserPolicy.enumValues)[number];

/** What becomes of a column of a purged user's rows. */
export type Fate =
  | { does: "keep"; why: string }
  | { does: "clear" }
  | { does: "set"; to: SQL; what: string }
  /** By a function of the database, which may read what the worker may not; before any other change. */
  | { does: "setBy"; function: "name_by_primary_id"; what: string }
  | { does: "deleteRow" };

/** A fate under each policy, from the loosest to the strictest. */
export type Fates = Record<DeletePolicy, Fate>;

export const policies = [
  "keepFullyReportable",
  "keepStatistics",
  "keepStatisticsAndRemovePrimaryId",
  "fullyRemove",
] as const satisfies readonly DeletePolicy[];

export const keep = (why: string): Fate => ({ does: "keep", why });
export const clear: Fate = { does: "clear" };
export const set = (to: SQL, what: string): Fate => ({ does: "set", to, what });
export const deleteRow: Fate = { does: "deleteRow" };

/** One fate while the row stays; with the person, the row goes. */
export const fates = (...[full, statistics, recommended]: [Fate, Fate, Fate]): Fates => ({
  keepFullyReportable: full,
  keepStatistics: statistics,
  keepStatisticsAndRemovePrimaryId: recommended,
  fullyRemove: deleteRow,
});

/** Kept by whoever keeps the row. */
export const always = (fate: Fate): Fates => fates(fate, fate, fate);
/** Part of a person that only full reporting keeps. */
export const personal = fates(keep("fully reportable"), deleteRow, deleteRow);
export const personalValue = fates(keep("fully reportable"), clear, clear);
/** Goes from wherever the person is named, whatever the policy. */
export const mentioned: Fates = { ...always(deleteRow), fullyRemove: deleteRow };
/** Of no person: every policy leaves it. */
export const ofNobody = (why: string): Fates => ({ ...always(keep(why)), fullyRemove: keep(why) });

/** The rows of a table that are of the users purged, who are given as SQL for a bigint array. */
export type Whose =
  | ((users: SQL) => SQL)
  /** Found by what is written in them: patron.forget_mentions. */
  | "mentions"
  /** Of no person. */
  | "nobody";

export const ofUser =
  (column: PgColumn) =>
  (users: SQL): SQL =>
    sql`${column} = ANY(${users})`;

/** Tables of schema `patron`, by their names in the code. */
export type PatronTables = {
  [
    Name in keyof typeof schema as (typeof schema)[Name] extends { _: { schema: "patron" } }
      ? Name
      : never
  ]: (typeof schema)[Name];
};

/** Every column with its fate: one that has none does not compile. */
export interface TableFates<Table extends { _: { columns: object } }> {
  whose: Whose;
  /** How a receipt calls a row, where it counts them. */
  counted?: string;
  columns: Record<keyof Table["_"]["columns"], Fates>;
}

export type AllFates = {
  [Name in keyof PatronTables]: TableFates<PatronTables[Name] & { _: { columns: object } }>;
};
