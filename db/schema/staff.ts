import {
  bigint,
  boolean,
  index,
  integer,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { console } from "./schemas.ts";

/*
 * People who sign in to the console. Sessions, accounts, verifications and rate limits are the
 * tables that better-auth asks for, under its own names.
 */

const at = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });
const stamps = () => ({
  createdAt: at().notNull().defaultNow(),
  updatedAt: at().notNull().defaultNow(),
});

export const staffRole = console.enum("staff_role", [
  "generalSystemAdministrator",
  "fulfillmentAdministrator",
  "letterAdministrator",
  "userAdministrator",
  "userManager",
  "privacyOfficer",
  "auditor",
]);

export const staff = console.table(
  "staff",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    email: text().notNull(),
    emailVerified: boolean().notNull().default(false),
    image: text(),
    disabled: boolean().notNull().default(false),
    version: integer().notNull().default(1),
    ...stamps(),
  },
  (table) => [uniqueIndex("staff_email_unique").on(sql`lower(${table.email})`)],
);

const belongsToStaff = () =>
  text()
    .notNull()
    .references(() => staff.id, { onDelete: "cascade" });

export const staffRoles = console.table(
  "staff_roles",
  { staffId: belongsToStaff(), role: staffRole().notNull() },
  (table) => [primaryKey({ columns: [table.staffId, table.role] })],
);

export const staffSessions = console.table(
  "staff_sessions",
  {
    id: text().primaryKey(),
    token: text().notNull().unique(),
    userId: belongsToStaff(),
    expiresAt: at().notNull(),
    ipAddress: text(),
    userAgent: text(),
    ...stamps(),
  },
  (table) => [index("staff_sessions_user_id_index").on(table.userId)],
);

export const staffAccounts = console.table(
  "staff_accounts",
  {
    id: text().primaryKey(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: belongsToStaff(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: at(),
    refreshTokenExpiresAt: at(),
    scope: text(),
    password: text(),
    ...stamps(),
  },
  (table) => [index("staff_accounts_user_id_index").on(table.userId)],
);

export const staffVerifications = console.table(
  "staff_verifications",
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: at().notNull(),
    ...stamps(),
  },
  (table) => [index("staff_verifications_identifier_index").on(table.identifier)],
);

export const staffRateLimits = console.table("staff_rate_limits", {
  id: text().primaryKey(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  lastRequest: bigint({ mode: "number" }).notNull(),
});

/** A one-time link by which an account gets its password. Only the token's hash is kept. */
export const setupLinks = console.table(
  "setup_links",
  {
    tokenHash: text().primaryKey(),
    /** Null: the link makes the first account. */
    staffId: text().references(() => staff.id, { onDelete: "cascade" }),
    expiresAt: at().notNull(),
    createdAt: at().notNull().defaultNow(),
  },
  (table) => [index("setup_links_staff_id_index").on(table.staffId)],
);
