import { sql, type SQL } from "drizzle-orm";
import * as schema from "#db/schema/index.ts";
import {
  always,
  deleteRow,
  fates,
  keep,
  ofNobody,
  ofUser,
  personal,
  personalValue,
  set,
  type AllFates,
} from "./fate.ts";
import { fatesElsewhere } from "./fates-elsewhere.ts";
import { fatesOfLinks } from "./fates-of-links.ts";

const now = sql`now()`;
const today = sql`(SELECT (now() AT TIME ZONE time_zone)::date FROM console.institution)`;
const deletion = (to: SQL, what: string) => always(set(to, what));
const statistical = (why: string) => always(keep(why));
const part = { id: personal, userId: personal };

/** What becomes of every column in `patron`. The statements of a purge are derived from here, in this order. */
export const allFates: AllFates = {
  ...fatesElsewhere,
  ...fatesOfLinks,
  letters: {
    whose: ofUser(schema.letters.userId),
    counted: "Letters",
    columns: {
      ...part,
      letterCode: personal,
      channel: personal,
      createdAt: personal,
      createdOn: personal,
      sent: personal,
      subject: personal,
      addresses: personal,
      body: personal,
      sourceId: personal,
      sourceNumber: personal,
      attempts: personal,
      attemptedAt: personal,
      problem: personal,
    },
  },
  // The account's parts.
  userIdentifiers: {
    whose: ofUser(schema.userIdentifiers.userId),
    counted: "Identifiers",
    columns: {
      ...part,
      type: personal,
      value: personal,
      active: fates(set(sql`false`, "inactive"), deleteRow, deleteRow),
    },
  },
  userAddresses: {
    whose: ofUser(schema.userAddresses.userId),
    counted: "Addresses",
    columns: { ...part, address: personal, types: personal, preferred: personal },
  },
  userEmails: {
    whose: ofUser(schema.userEmails.userId),
    counted: "E-mail addresses",
    columns: { ...part, email: personal, types: personal, preferred: personal },
  },
  userPhones: {
    whose: ofUser(schema.userPhones.userId),
    counted: "Phone numbers",
    columns: { ...part, phone: personal, types: personal, preferred: personal },
  },
  userNotes: {
    whose: ofUser(schema.userNotes.userId),
    counted: "Notes",
    columns: { ...part, text: personal, type: personal, userViewable: personal, popup: personal },
  },
  removedUserNotes: {
    whose: ofUser(schema.removedUserNotes.userId),
    columns: { userId: personal, type: personal, removedAt: personal },
  },
  userBlocks: {
    whose: ofUser(schema.userBlocks.userId),
    counted: "Blocks",
    columns: { ...part, code: personal, type: personal, active: personal, note: personal },
  },
  userRoles: {
    whose: ofUser(schema.userRoles.userId),
    counted: "Roles",
    columns: {
      userId: personal,
      code: personal,
      active: fates(set(sql`false`, "inactive"), deleteRow, deleteRow),
    },
  },
  userCategories: {
    whose: ofUser(schema.userCategories.userId),
    counted: "Statistical categories",
    columns: { userId: statistical("statistics"), categoryId: statistical("statistics") },
  },
  userProxies: {
    whose: (users) =>
      sql`(${schema.userProxies.userId} = ANY(${users}) OR ${schema.userProxies.proxyForUserId} = ANY(${users}))`,
    counted: "Proxies",
    columns: { userId: personal, proxyForUserId: personal },
  },
  userHistory: {
    whose: ofUser(schema.userHistory.userId),
    counted: "Entries of the account's history",
    columns: { ...part, at: personal, actor: personal, action: personal, fields: personal },
  },
  setMembers: {
    whose: ofUser(schema.setMembers.userId),
    counted: "Memberships of sets",
    columns: { setId: personal, userId: personal },
  },
  staffUsers: {
    whose: ofUser(schema.staffUsers.userId),
    columns: { staffId: personal, userId: personal },
  },
  legalHoldMembers: {
    whose: "nobody",
    columns: {
      holdId: ofNobody("nobody who is held is purged"),
      userId: ofNobody("nobody who is held is purged"),
    },
  },
  users: {
    whose: ofUser(schema.users.id),
    columns: {
      id: statistical("never reused: what the record's link leads to"),
      primaryId: personalValue,
      firstName: personalValue,
      middleName: personalValue,
      lastName: fates(
        keep("fully reportable"),
        { does: "setBy", function: "name_by_primary_id", what: "the old primary ID" },
        set(sql`${schema.users.id}::text`, "the internal ID"),
      ),
      title: personalValue,
      status: deletion(sql`'deleted'`, "Deleted"),
      recordType: statistical("statistics"),
      accountType: fates(
        keep("fully reportable"),
        set(sql`'external'`, "External, as of everybody"),
        set(sql`'external'`, "External, as of everybody"),
      ),
      userGroupId: statistical("statistics"),
      jobCategory: statistical("statistics"),
      campus: statistical("statistics"),
      preferredLanguage: personalValue,
      birthDate: personalValue,
      gender: personalValue,
      expiryDate: personalValue,
      purgeDate: personalValue,
      deletedOn: deletion(
        sql`coalesce(${schema.users.deletedOn}, ${today})`,
        "the day of the deletion",
      ),
      deletedUnder: fates(
        set(sql`'keepFullyReportable'`, "the policy"),
        set(sql`'keepStatistics'`, "the policy"),
        set(sql`'keepStatisticsAndRemovePrimaryId'`, "the policy"),
      ),
      lastActivityMonth: personalValue,
      createdAt: fates(
        keep("fully reportable"),
        set(now, "the moment of the deletion"),
        set(now, "the moment of the deletion"),
      ),
    },
  },
};
