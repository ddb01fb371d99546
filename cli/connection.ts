import pg from "pg";
import { openDatabase, type Database } from "#db/client.ts";
import { sqlState } from "#db/errors.ts";
import { grantLogins, locateDatabase, type DatabaseLocation } from "#db/location.ts";
import { migrate } from "#db/migrate.ts";
import { migrationState } from "#db/queries/migrations.ts";
import { oldestServer } from "#db/queries/server-diagnosis.ts";
import { Refusal } from "#lib/refusal.ts";
import { databaseProblem } from "./failures.ts";

export interface Connection {
  db: Database;
  /** Holds the password. */
  url: string;
  embedded: boolean;
}

/** The database of this installation, up to date: the embedded one is migrated here, another by `migrate`. */
export async function connect(): Promise<Connection> {
  const { url, embedded } = await locate();
  const { state } = await withLogin(url, migrationState);
  if (state === "newer") {
    throw new Refusal(
      "This database was migrated by a newer version of Lethe. Update Lethe; nothing was changed.",
    );
  }
  if (state !== "current") {
    if (!embedded) {
      throw new Refusal(
        state === "none"
          ? "The database that DATABASE_URL names holds no Lethe yet. Run migrate first."
          : "The database that DATABASE_URL names is older than this version of Lethe. Run migrate first.",
      );
    }
    await migrate(url);
    await grantLogins(url);
  }
  return { db: openDatabase(url), url, embedded };
}

/** Where the database is; starts the embedded one when it is not running. */
export async function locate(): Promise<DatabaseLocation> {
  refuseUnreadableAddress(process.env.DATABASE_URL);
  try {
    const location = await locateDatabase();
    if (!location.embedded) await withLogin(location.url, refuseOldServer);
    return location;
  } catch (error) {
    if (process.env.DATABASE_URL || !(error instanceof Error)) throw error;
    const why = sqlState(error) === "" ? error.message : (databaseProblem(error) ?? error.message);
    throw new Refusal(`The embedded database does not start. ${why}`, { cause: error });
  }
}

/** A connection of the login itself, without one of Lethe's roles: for what is asked about the server. */
export async function withLogin<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: "lethe command line",
  });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
  const version = rows[0]?.server_version ?? "";
  if (Number.parseInt(version) >= oldestServer) return;
  throw new Refusal(`Lethe needs PostgreSQL ${oldestServer} or newer; this server is ${version}.`);
}

/** pg would take a mistyped address for the name of a database on this machine. */
export function refuseUnreadableAddress(address: string | undefined): void {
  if (!address) return;
  const protocol = URL.canParse(address) ? new URL(address).protocol : "";
  if (!["postgres:", "postgresql:", "socket:"].includes(protocol)) {
    throw new Refusal(
      "DATABASE_URL is not the address of a PostgreSQL database. It looks like postgres://user:password@host:5432/database.",
    );
  }
}
