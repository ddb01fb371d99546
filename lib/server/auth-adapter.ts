import { drizzleAdapter } from "better-auth/adapters/drizzle";
import type { BetterAuthOptions, DBAdapter } from "better-auth";
import { database } from "#db/client.ts";
import {
  staff,
  staffAccounts,
  staffRateLimits,
  staffSessions,
  staffVerifications,
} from "#db/schema/index.ts";

const schema = {
  user: staff,
  session: staffSessions,
  account: staffAccounts,
  verification: staffVerifications,
  rateLimit: staffRateLimits,
};

/** better-auth's Drizzle adapter, each of its operations in a transaction of the console's role. */
export function authAdapter(options: BetterAuthOptions): DBAdapter {
  const inTransaction = <T>(work: (adapter: DBAdapter) => Promise<T>) =>
    database().transaction("lethe_web", (tx) =>
      work(drizzleAdapter(tx, { provider: "pg", schema })(options)),
    );
  return {
    id: "lethe",
    create: (data) => inTransaction((adapter) => adapter.create(data)),
    findOne: (data) => inTransaction((adapter) => adapter.findOne(data)),
    findMany: (data) => inTransaction((adapter) => adapter.findMany(data)),
    count: (data) => inTransaction((adapter) => adapter.count(data)),
    update: (data) => inTransaction((adapter) => adapter.update(data)),
    updateMany: (data) => inTransaction((adapter) => adapter.updateMany(data)),
    delete: (data) => inTransaction((adapter) => adapter.delete(data)),
    deleteMany: (data) => inTransaction((adapter) => adapter.deleteMany(data)),
    consumeOne: (data) => inTransaction((adapter) => adapter.consumeOne(data)),
    incrementOne: (data) => inTransaction((adapter) => adapter.incrementOne(data)),
    transaction: (work) => inTransaction(work),
  };
}
