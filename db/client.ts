import { sql } from "drizzle-orm";
import { drizzle, type NodePgDatabase, type NodePgTransaction } from "drizzle-orm/node-postgres";
import type { ExtractTablesWithRelations } from "drizzle-orm";
import pg from "pg";
import * as schema from "./schema/index.ts";

export type Schema = typeof schema;
/** One open transaction; every query of Lethe runs in one, under the role it was opened for. */
export type Tx = NodePgTransaction<Schema, ExtractTablesWithRelations<Schema>>;

/** The group roles of db/roles.sql. */
export type Role = "lethe_web" | "lethe_worker" | "lethe_import" | "lethe_statistics";

const urlVariables: Record<Role, string> = {
  lethe_web: "LETHE_WEB_URL",
  lethe_worker: "LETHE_WORKER_URL",
  lethe_import: "LETHE_WORKER_URL",
  lethe_statistics: "LETHE_STATISTICS_URL",
};

/** Milliseconds. A worker never makes circulation wait; a screen's query is given up before its reader does. */
const timeouts: Record<Role, { lock: number; statement: number }> = {
  lethe_web: { lock: 3_000, statement: 30_000 },
  lethe_worker: { lock: 5_000, statement: 600_000 },
  lethe_import: { lock: 10_000, statement: 0 },
  lethe_statistics: { lock: 3_000, statement: 60_000 },
};

/** Where a role's connections go: its own address in the environment, or the shared one. */
export function addressOf(role: Role): string {
  const address = process.env[urlVariables[role]] ?? process.env.DATABASE_URL;
  if (!address) throw new Error(`${urlVariables[role]} or DATABASE_URL must name the database`);
  return address;
}

export interface Database {
  /**
   * Runs `work` in one transaction as `role`, with that role's timeouts. The role is set per
   * transaction, which works the same with a login of its own, with one shared login and behind a
   * transaction pooler.
   */
  transaction<T>(role: Role, work: (tx: Tx) => Promise<T>, options?: Options): Promise<T>;
  /** One statement timeout does not fit all: a preview of millions of rows may take minutes. */
  end(): Promise<void>;
}

interface Options {
  statementTimeoutMs?: number;
  isolation?: "repeatable read";
}

/** A database by address: one pool per distinct URL. With `url` all roles share it; without, each role takes its own from the environment. */
export function openDatabase(url?: string): Database {
  const pools = new Map<string, Promise<Connection>>();

  const connectionFor = (role: Role) => {
    const address = url ?? addressOf(role);
    let connection = pools.get(address);
    if (!connection) {
      connection = connect(address);
      connection.catch(() => pools.delete(address));
      pools.set(address, connection);
    }
    return connection;
  };

  return {
    async transaction(role, work, options = {}) {
      const { db, separatesRoles } = await connectionFor(role);
      return db.transaction(
        async (tx) => {
          const timeout = timeouts[role];
          await tx.execute(
            sql`SELECT set_config('lock_timeout', ${`${timeout.lock}`}, true), set_config('statement_timeout', ${`${options.statementTimeoutMs ?? timeout.statement}`}, true), set_config('idle_in_transaction_session_timeout', '60000', true), set_config('role', ${separatesRoles ? role : "none"}, true)`,
          );
          return work(tx);
        },
        { isolationLevel: options.isolation ?? "read committed" },
      );
    },
    async end() {
      await Promise.allSettled([...pools.values()].map(async (pool) => (await pool).pool.end()));
      pools.clear();
    },
  };
}

interface Connection {
  pool: pg.Pool;
  db: NodePgDatabase<Schema>;
  /** False after `migrate --single-role`: the group roles do not exist, and doctor says so. */
  separatesRoles: boolean;
}

async function connect(address: string): Promise<Connection> {
  const pool = new pg.Pool({
    connectionString: address,
    max: 8,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: "lethe",
  });
  // An idle connection that the server ends is replaced at the next query; unheard, it ends the process.
  pool.on("error", () => {});
  const { rows } = await pool.query<{ separate: boolean }>(
    "SELECT count(*) > 0 AS separate FROM pg_roles WHERE rolname = 'lethe_web'",
  );
  return {
    pool,
    db: drizzle(pool, { schema, casing: "snake_case" }),
    separatesRoles: rows[0]?.separate ?? false,
  };
}

let shared: Database | undefined;

/** The process's own database, by the environment. */
export const database = (): Database => (shared ??= openDatabase());
