import type { SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";

/** The same transaction, whose statements go to `execute`, which hands each on to the transaction that it is of. */
export const executing = (tx: Tx, execute: (query: SQL) => Promise<unknown>): Tx =>
  new Proxy(tx, { get: (of, name) => (name === "execute" ? execute : Reflect.get(of, name)) });
