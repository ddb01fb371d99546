import { drizzle } from "drizzle-orm/node-postgres";
import { sql } from "drizzle-orm";
import pg from "pg";
import type { Tx } from "#db/client.ts";
import { isAway, sqlState } from "#db/errors.ts";
import { Refusal } from "#lib/refusal.ts";

const LOCK_TIMEOUT_MS = 10_000;
/** Between looks of the server whether the importing process is still there, where the server can. */
const LOST_CLIENT_MS = 2_000;

/** COPY needs the connection itself, so an import has one of its own, with one transaction at a time. */
export interface Connection {
  client: pg.Client;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One on a connection of its own, while a transaction of this one goes on. */
  aside: Aside;
}

interface Ending {
  end(): Promise<void>;
}

export type Aside = (work: (tx: Tx) => Promise<unknown>) => Promise<void>;

/** A connection for this work alone. */
export async function connected<T>(
  url: string,
  signal: AbortSignal | undefined,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect(url, signal);
  try {
    signal?.throwIfAborted();
    return await work(connection);
  } finally {
    await connection.end();
  }
}

async function connect(url: string, signal?: AbortSignal): Promise<Connection & Ending> {
  const client = newClient(url, "lethe import");
  await client.connect();
  const db = drizzle(client, { casing: "snake_case" });
  const cancelled = signal && cancelOn(signal, url, client);
  return {
    client,
    // Each statement sees what others have committed: a file is read before the one before it is in.
    transaction: (work) => db.transaction(work, { isolationLevel: "read committed" }),
    aside: (work) => aside(url, work),
    async end() {
      cancelled?.();
      await client.end().catch(() => {});
    },
  };
}

async function aside(url: string, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  const client = newClient(url, "lethe import aside");
  await client.connect();
  try {
    await drizzle(client, { casing: "snake_case" }).transaction(async (tx) => {
      await takeOnImport(tx, LOCK_TIMEOUT_MS);
      await work(tx);
    });
  } finally {
    await client.end().catch(() => {});
  }
}

function newClient(connectionString: string, application_name: string): pg.Client {
  const client = new pg.Client({
    connectionString,
    application_name,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // A lost connection is told by the query that it ends; unheard, it would end the process.
  client.on("error", () => {});
  return client;
}

/**
 * Ends the session of an import that is told to stop: its statement may run for minutes, and asks no
 * signal. Returns how to stop listening.
 */
function cancelOn(signal: AbortSignal, url: string, client: pg.Client): () => void {
  const cancel = () => void terminate(url, client).catch(() => {});
  signal.addEventListener("abort", cancel, { once: true });
  return () => signal.removeEventListener("abort", cancel);
}

async function terminate(url: string, { processID }: pg.Client & { processID?: number | null }) {
  const other = newClient(url, "lethe import stop");
  await other.connect();
  try {
    // Of the server's own numbers only this import's: it may have ended, and its number be another's.
    await other.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND application_name = 'lethe import'",
      [processID],
    );
  } finally {
    await other.end().catch(() => {});
  }
}

/**
 * Makes the transaction an import's: its role and its time zone, which is the library's, so that plain
 * dates and days are read there.
 */
export async function beginImport(tx: Tx): Promise<{ timeZone: string }> {
  await takeOnImport(tx, LOCK_TIMEOUT_MS);
  const { rows } = await tx.execute<{ zone: string }>(
    sql`SELECT set_config('timezone', time_zone, true) AS zone FROM console.institution`,
  );
  const timeZone = rows[0]?.zone;
  if (!timeZone) throw new Error("console.institution has no row");
  return { timeZone };
}

/** Until the transaction ends no other import writes: they go one after the other. */
export async function writeAlone(tx: Tx, onWaiting: () => void): Promise<void> {
  const { rows: free } = await tx.execute<{ taken: boolean }>(
    sql`SELECT pg_try_advisory_xact_lock(hashtext('lethe.import')) AS taken`,
  );
  if (free[0]?.taken) return;
  onWaiting();
  await setLockTimeout(tx, 0);
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('lethe.import'))`);
  await setLockTimeout(tx, LOCK_TIMEOUT_MS);
}

const setLockTimeout = (tx: Tx, milliseconds: number) =>
  tx.execute(sql`SELECT set_config('lock_timeout', ${`${milliseconds}`}, true)`);

const takeOnImport = (tx: Tx, lockTimeout: number) =>
  tx.execute(sql`
    SELECT set_config('role', CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'lethe_import')
        THEN 'lethe_import' ELSE 'none' END, true),
      set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true),
      set_config('lock_timeout', ${`${lockTimeout}`}, true),
      set_config('work_mem', '64MB', true), set_config('maintenance_work_mem', '128MB', true),
      set_config('datestyle', 'ISO, YMD', true),
      set_config('client_connection_check_interval', CASE WHEN version() ~* 'linux|apple|bsd' THEN ${`${LOST_CLIENT_MS}`} ELSE '0' END, true)`);

/** Holds the time zone still until the end of the transaction, and refuses when it has moved meanwhile. */
export async function confirmTimeZone(tx: Tx, timeZone: string): Promise<void> {
  const { rows } = await tx.execute<{ same: boolean }>(
    sql`SELECT time_zone = ${timeZone} AS same FROM console.institution FOR SHARE`,
  );
  if (!rows[0]?.same) {
    throw new Refusal(
      "The library's time zone was changed during the import. Import the file again.",
    );
  }
}

/** The way to the database broke. Trying again may do. */
export class LostConnection extends Refusal {}

/** The sentence for a connection that broke, or the error as it is. */
export function explainLoss(error: unknown, file: string): unknown {
  const code = sqlState(error);
  if (isAway(code)) {
    return new LostConnection(
      `The connection to the database was lost while ${file} was imported. Import it again: what is in is not taken twice.`,
    );
  }
  if (["55P03", "40P01", "40001"].includes(code)) {
    return new Refusal(
      `Other work on the database held up ${file} for too long. Nothing of it was imported; try again.`,
    );
  }
  return error;
}
