import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  primaryKey,
  text,
  uniqueIndex,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import { sql, type SQL } from "drizzle-orm";
import { at } from "./columns.ts";
import { deleteUserPolicy } from "./institution.ts";
import { statisticalCategories, userGroups } from "./reference.ts";
import { patron } from "./schemas.ts";

export const userStatus = patron.enum("user_status", ["active", "inactive", "deleted"]);
export const recordType = patron.enum("record_type", ["public", "staff", "contact"]);
export const accountType = patron.enum("account_type", ["internal", "external"]);

export const users = patron.table(
  "users",
  {
    /** Never reused, never shown as a barcode. */
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** Unique whatever the case. Null once a delete policy has removed it. */
    primaryId: text(),
    firstName: text(),
    middleName: text(),
    lastName: text(),
    title: text(),
    status: userStatus().notNull().default("active"),
    recordType: recordType().notNull().default("public"),
    accountType: accountType().notNull().default("external"),
    userGroupId: integer().references(() => userGroups.id, { onDelete: "restrict" }),
    jobCategory: text(),
    campus: text(),
    preferredLanguage: text(),
    birthDate: date({ mode: "string" }),
    gender: text(),
    expiryDate: date({ mode: "string" }),
    purgeDate: date({ mode: "string" }),
    /** Stands in for a missing expiry date in the rules. */
    deletedOn: date({ mode: "string" }),
    /** The policy of the purge: a stricter one can be applied later. */
    deletedUnder: deleteUserPolicy(),
    /** First day of the month of the last loan or request, so that anonymized is not "never borrowed". */
    lastActivityMonth: date({ mode: "string" }),
    createdAt: at().notNull().defaultNow(),
  },
  (table) => [
    // A deleted user may keep the primary ID; who gets it anew is another person.
    uniqueIndex("users_primary_id_unique")
      .on(sql`lower(${table.primaryId})`)
      .where(sql`${table.status} <> 'deleted'`),
    index("users_user_group_id_index").on(table.userGroupId),
    // Lists by name and look-ups by its beginning. The deleted stand apart: most have no name left.
    index("users_name_index")
      .on(...byName(table), table.id)
      .where(sql`${table.status} <> 'deleted'`),
    index("users_deleted_name_index")
      .on(...byName(table), table.id)
      .where(sql`${table.status} = 'deleted'`),
    index("users_first_name_index")
      .on(byName(table)[1])
      .where(sql`${table.status} <> 'deleted'`),
    index("users_deleted_primary_id_index")
      .on(sql`lower(${table.primaryId})`)
      .where(sql`${table.status} = 'deleted'`),
    index("users_expiry_date_index").on(table.expiryDate, table.id),
    index("users_purge_date_index").on(table.purgeDate, table.id),
    check(
      "users_deleted_has_a_day",
      sql`(${table.status} = 'deleted') = (${table.deletedOn} IS NOT NULL)`,
    ),
    check(
      "users_deleted_under_a_policy",
      sql`${table.status} = 'deleted' OR ${table.deletedUnder} IS NULL`,
    ),
    check(
      "users_primary_id_while_not_deleted",
      sql`${table.primaryId} IS NOT NULL OR ${table.status} = 'deleted'`,
    ),
    check("users_primary_id_not_blank", sql`${table.primaryId} <> ''`),
  ],
);

interface NameColumns {
  lastName: AnyPgColumn;
  firstName: AnyPgColumn;
}

/** In an order that no update of the system's collations can break. */
function byName({ lastName, firstName }: NameColumns): [SQL, SQL] {
  const key = (name: AnyPgColumn) => sql`(lower(coalesce(${name}, '')) COLLATE "C")`;
  return [key(lastName), key(firstName)];
}

const belongsToUser = () =>
  bigint({ mode: "number" })
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });
const ownId = () => bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity();
/** Codes such as `home` and `work`: one address may serve for several. */
const types = () =>
  text()
    .array()
    .notNull()
    .default(sql`'{}'::text[]`);
const preferred = () => boolean().notNull().default(false);

export const userIdentifiers = patron.table(
  "user_identifiers",
  {
    id: ownId(),
    userId: belongsToUser(),
    type: text().notNull(),
    value: text().notNull(),
    active: boolean().notNull().default(true),
  },
  (table) => [
    index("user_identifiers_user_id_index").on(table.userId),
    index("user_identifiers_value_index").on(sql`lower(${table.value})`),
    uniqueIndex("user_identifiers_type_value_unique")
      .on(table.type, sql`lower(${table.value})`)
      .where(sql`${table.active}`),
  ],
);

export const userAddresses = patron.table(
  "user_addresses",
  {
    id: ownId(),
    userId: belongsToUser(),
    /** As on an envelope, a line each. */
    address: text().notNull(),
    types: types(),
    preferred: preferred(),
  },
  (table) => [index("user_addresses_user_id_index").on(table.userId)],
);

export const userEmails = patron.table(
  "user_emails",
  {
    id: ownId(),
    userId: belongsToUser(),
    email: text().notNull(),
    types: types(),
    preferred: preferred(),
  },
  (table) => [
    index("user_emails_user_id_index").on(table.userId),
    index("user_emails_email_index").on(sql`lower(${table.email})`),
  ],
);

export const userPhones = patron.table(
  "user_phones",
  {
    id: ownId(),
    userId: belongsToUser(),
    phone: text().notNull(),
    types: types(),
    preferred: preferred(),
  },
  (table) => [index("user_phones_user_id_index").on(table.userId)],
);

export const userNotes = patron.table(
  "user_notes",
  {
    id: ownId(),
    userId: belongsToUser(),
    text: text().notNull(),
    type: text(),
    /** The patron sees it too. */
    userViewable: boolean().notNull().default(false),
    popup: boolean().notNull().default(false),
  },
  (table) => [index("user_notes_user_id_index").on(table.userId)],
);

/**
 * That a run removed a user's notes of a type, the empty one for none, and when: an import brings back none
 * of which the file does not say that it was made since.
 */
export const removedUserNotes = patron.table(
  "removed_user_notes",
  { userId: belongsToUser(), type: text().notNull(), removedAt: at().notNull() },
  (table) => [primaryKey({ columns: [table.userId, table.type] })],
);

export const userBlocks = patron.table(
  "user_blocks",
  {
    id: ownId(),
    userId: belongsToUser(),
    code: text().notNull(),
    type: text(),
    active: boolean().notNull().default(true),
    note: text(),
  },
  (table) => [index("user_blocks_user_id_index").on(table.userId)],
);

export const userRoles = patron.table(
  "user_roles",
  { userId: belongsToUser(), code: text().notNull(), active: boolean().notNull().default(true) },
  (table) => [primaryKey({ columns: [table.userId, table.code] })],
);

export const userCategories = patron.table(
  "user_categories",
  {
    userId: belongsToUser(),
    categoryId: integer()
      .notNull()
      .references(() => statisticalCategories.id, { onDelete: "restrict" }),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.categoryId] }),
    index("user_categories_category_id_index").on(table.categoryId),
  ],
);

/** Who may act for whom: `userId` is the proxy of `proxyForUserId`. */
export const userProxies = patron.table(
  "user_proxies",
  {
    userId: belongsToUser(),
    proxyForUserId: bigint({ mode: "number" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.proxyForUserId] }),
    index("user_proxies_proxy_for_user_id_index").on(table.proxyForUserId),
    check("user_proxies_of_another", sql`${table.userId} <> ${table.proxyForUserId}`),
  ],
);
