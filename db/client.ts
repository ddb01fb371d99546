import { setTimeout as sleep } from "node:timers/promises";
import { sql, type ExtractTablesWithRelations } from "drizzle-orm";
import { drizzle, type NodePgDatabase, type NodePgTransaction } from "drizzle-orm/node-postgres";
import pg from "pg";
import { turns, type Turns } from "./turns.ts";

/** One open transaction; every query of Lethe runs in one, under the role it was opened for. */
export type Tx = NodePgTransaction<NoSchema, ExtractTablesWithRelations<NoSchema>>;
type NoSchema = Record<string, never>;

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

const connections = 8;
/** Of the connections, so many for reads that may last minutes: screens and sign-in need the others. */
const longReads = 4;
const longReadPatienceMs = 60_000;

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
  end(): Promise<void>;
}

interface Options {
  /** One statement timeout does not fit all: a preview of millions of rows may take minutes. */
  statementTimeoutMs?: number;
  isolation?: "read committed" | "repeatable read";
  /** Once aborted, the statement that runs is cancelled and the transaction is rolled back. */
  signal?: AbortSignal;
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
      const connection = await connectionFor(role);
      const transact = () => transactOn(connection, role, work, options);
      return isLong(role, options) ? connection.inTurn(transact, options.signal) : transact();
    },
    async end() {
      await Promise.allSettled([...pools.values()].map(async (pool) => (await pool).pool.end()));
      pools.clear();
    },
  };
}

/** Longer than a screen's query may take. */
const isLong = (role: Role, { statementTimeoutMs = 0 }: Options) =>
  role === "lethe_web" && statementTimeoutMs > timeouts.lethe_web.statement;

async function transactOn<T>(
  connection: Connection,
  role: Role,
  work: (tx: Tx) => Promise<T>,
  { statementTimeoutMs, isolation = "read committed", signal }: Options,
): Promise<T> {
  const { pool } = connection;
  const client = await pool.connect();
  const timeout = {
    ...timeouts[role],
    ...(statementTimeoutMs && { statement: statementTimeoutMs }),
  };
  let hasBegun = false;
  // Drizzle would never give back a connection that is lost at its BEGIN, so it gets one of ours.
  try {
    connection.separatesRoles ||= await separatesRoles(client);
    // Drizzle writes it behind its BEGIN as it is: what follows goes with it in one round trip.
    const first = [isolation, ...standing(connection, role, timeout)];
    return await drizzled(client).transaction(
      async (tx) => {
        hasBegun = true;
        return signal ? cancellable(pool, tx, signal, work) : work(tx);
      },
      { isolationLevel: first.join("; ") as typeof isolation },
    );
  } finally {
    // A connection whose BEGIN failed is destroyed, not returned to the pool.
    client.release(!hasBegun);
  }
}

/** By connection, since it remembers what the columns are called. */
const known = new WeakMap<pg.PoolClient, NodePgDatabase<NoSchema>>();

function drizzled(client: pg.PoolClient): NodePgDatabase<NoSchema> {
  const db = known.get(client) ?? drizzle(client, { casing: "snake_case" });
  known.set(client, db);
  return db;
}

const cancelAgainMs = 100;

/**
 * The server is asked over another connection, again and again while there is a next statement; the
 * last of it ends before this connection can be another's.
 */
async function cancellable<T>(
  pool: pg.Pool,
  tx: Tx,
  signal: AbortSignal,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { rows } = await tx.execute<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
  signal.throwIfAborted();
  const settled = new AbortController();
  let cancelling: Promise<void> | undefined;
  const cancel = async () => {
    while (!settled.signal.aborted) {
      await pool.query("SELECT pg_cancel_backend($1)", [rows[0]?.pid]).catch(() => {});
      await sleep(cancelAgainMs, undefined, { signal: settled.signal }).catch(() => {});
    }
  };
  const begin = () => void (cancelling = cancel());
  signal.addEventListener("abort", begin);
  try {
    return await work(tx);
  } finally {
    signal.removeEventListener("abort", begin);
    settled.abort();
    await cancelling;
  }
}

/** Between looks of the server whether who asked is still there, where it can: a killed worker holds nothing for long. */
const lostClientMs = 2_000;

/** Role and timeouts until the transaction ends. */
const standing = (
  { separatesRoles, seesLostClients }: Connection,
  role: Role,
  timeout: { lock: number; statement: number },
) => [
  `SET LOCAL lock_timeout = ${timeout.lock}`,
  `SET LOCAL statement_timeout = ${timeout.statement}`,
  "SET LOCAL idle_in_transaction_session_timeout = 60000",
  `SET LOCAL client_connection_check_interval = ${seesLostClients ? lostClientMs : 0}`,
  `SET LOCAL ROLE ${separatesRoles ? role : "none"}`,
];

interface Connection {
  pool: pg.Pool;
  /** For long reads. */
  inTurn: Turns;
  /**
   * False after `migrate --single-role`: the group roles may do nothing here, and doctor says so. Asked
   * again while it is: who connects before the first `migrate` has ended must not go without roles for good.
   */
  separatesRoles: boolean;
  seesLostClients: boolean;
}

async function connect(address: string): Promise<Connection> {
  const pool = new pg.Pool({
    connectionString: address,
    max: connections,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: "lethe",
  });
  // A connection that the server ends fails its next query, or is replaced when idle; unheard, the
  // same news ends the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const { rows } = await pool.query<{ seesLostClients: boolean }>(
    `SELECT version() ~* 'linux|apple|bsd' AS "seesLostClients"`,
  );
  const seesLostClients = rows[0]?.seesLostClients ?? false;
  const inTurn = turns(longReads, longReadPatienceMs);
  return { pool, inTurn, separatesRoles: false, seesLostClients };
}

/** The roles are the cluster's: another database's Lethe may have made them. */
async function separatesRoles(client: pg.PoolClient): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_roles WHERE rolname = 'lethe_web'
       AND has_schema_privilege(oid, to_regnamespace('console')::oid, 'USAGE')`,
  );
  return rowCount === 1;
}

let shared: Database | undefined;

/** The process's own database, by the environment. */
export const database = (): Database => (shared ??= openDatabase());
