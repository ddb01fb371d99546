import { check, text } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { at, bytea } from "./columns.ts";
import { console } from "./schemas.ts";

/** Public keys that verify certificates of erasure, the newest in use. Only added to; no private one is here. */
export const certificateKeys = console.table(
  "certificate_keys",
  {
    keyid: text().primaryKey(),
    /** SPKI in DER. */
    publicKey: bytea().notNull(),
    /** Not of the transaction's beginning: who waited for another comes after it. */
    madeAt: at()
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [
    check(
      "certificate_keys_keyid_is_of_its_key",
      sql`${table.keyid} = left(encode(sha256(${table.publicKey}), 'hex'), 16)`,
    ),
  ],
);
