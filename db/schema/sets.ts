import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at } from "./columns.ts";
import { patron } from "./schemas.ts";
import { staff } from "./staff.ts";
import { users } from "./users.ts";

export const setKind = patron.enum("set_kind", ["itemized", "logical"]);

/** Users under a name that staff wrote, which may name a person. */
export const sets = patron.table(
  "sets",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    version: integer().notNull().default(1),
    /** Another number for each change of its query, and each time that somebody put members in or took them out. */
    membersVersion: integer().notNull().default(1),
    name: text().notNull(),
    description: text().notNull().default(""),
    note: text().notNull().default(""),
    private: boolean().notNull().default(true),
    kind: setKind().notNull(),
    /** The typed tree of a logical set, with its version; evaluated at each use. */
    query: jsonb(),
    /** Null: made by the command line. */
    ownerId: text().references(() => staff.id, { onDelete: "restrict" }),
    createdAt: at().notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("sets_name_unique").on(sql`lower(${table.name})`),
    index("sets_owner_id_index").on(table.ownerId),
    check("sets_name_not_blank", sql`${table.name} <> ''`),
    check(
      "sets_query_when_logical",
      sql`(${table.kind} = 'logical') = (${table.query} IS NOT NULL)`,
    ),
    check("sets_owned_when_private", sql`${table.ownerId} IS NOT NULL OR NOT ${table.private}`),
  ],
);

/** Of itemized sets. */
export const setMembers = patron.table(
  "set_members",
  {
    setId: integer()
      .notNull()
      .references(() => sets.id, { onDelete: "cascade" }),
    userId: bigint({ mode: "number" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.setId, table.userId] }),
    index("set_members_user_id_index").on(table.userId),
  ],
);

/** What became of a list of IDs that was added to a set; kept for 7 days. */
export const setUploads = patron.table(
  "set_uploads",
  {
    id: uuid().primaryKey().defaultRandom(),
    setId: integer()
      .notNull()
      .references(() => sets.id, { onDelete: "cascade" }),
    added: integer().notNull(),
    alreadyMembers: integer().notNull(),
    notFound: integer().notNull(),
    duplicates: integer().notNull(),
    createdAt: at().notNull().defaultNow(),
  },
  (table) => [
    index("set_uploads_set_id_index").on(table.setId),
    index("set_uploads_created_at_index").on(table.createdAt),
  ],
);

export const unfoundReason = patron.enum("unfound_reason", ["unknown", "purged", "zerosLost"]);

/** IDs of an upload that are no user's. */
export const setUploadLines = patron.table(
  "set_upload_lines",
  {
    uploadId: uuid()
      .notNull()
      .references(() => setUploads.id, { onDelete: "cascade" }),
    line: integer().notNull(),
    value: text().notNull(),
    reason: unfoundReason().notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.line] })],
);
