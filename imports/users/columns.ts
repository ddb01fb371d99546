import { userLimits } from "#lib/user-parts.ts";
import { categoryList, code, codeList, identifier, moment, oneOf, words } from "../cells.ts";
import type { Column } from "../format.ts";

const name = words(userLimits.name);

/** What an account itself has, whatever the shape of the file. */
export const accountColumns: readonly Column[] = [
  {
    name: "primary_id",
    required: true,
    filled: true,
    read: identifier,
    sql: "text",
    personal: true,
  },
  { name: "first_name", read: name, sql: "text", personal: true },
  { name: "middle_name", read: name, sql: "text", personal: true },
  { name: "last_name", read: name, sql: "text", personal: true },
  { name: "title", read: name, sql: "text", personal: true },
  { name: "status", read: oneOf(["active", "inactive", "deleted"]), sql: "patron.user_status" },
  { name: "record_type", read: oneOf(["public", "staff", "contact"]), sql: "patron.record_type" },
  { name: "account_type", read: oneOf(["internal", "external"]), sql: "patron.account_type" },
  { name: "user_group", read: code, sql: "text" },
  { name: "job_category", read: code, sql: "text" },
  { name: "campus", read: code, sql: "text" },
  { name: "preferred_language", read: code, sql: "text" },
  { name: "birth_date", read: moment, sql: "timestamptz", personal: true },
  { name: "gender", read: code, sql: "text" },
  { name: "expiry_date", read: moment, sql: "timestamptz" },
  { name: "purge_date", read: moment, sql: "timestamptz" },
  { name: "statistics", read: categoryList, sql: "text" },
];

/** users.csv: of each part a user may have one, but for roles. */
export const userColumns: readonly Column[] = [
  ...accountColumns,
  { name: "barcode", read: identifier, sql: "text", personal: true },
  { name: "email", read: identifier, sql: "text", personal: true },
  { name: "phone", read: identifier, sql: "text", personal: true },
  { name: "address", read: words(10_000), sql: "text", personal: true },
  { name: "note", read: words(100_000), sql: "text", personal: true },
  { name: "block", read: code, sql: "text" },
  { name: "roles", read: codeList, sql: "text" },
];
