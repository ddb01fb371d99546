import pg from "pg";
import { Refusal } from "#lib/refusal.ts";
import { readHorizon } from "./horizon.ts";
import { switchLog, watchLogs } from "./logs.ts";
import { owedTables, readmitRestored, readyRuns, settleErasures, type Obstacle } from "./owed.ts";
import { freshenStatistics, rewriteTable } from "./rewrite.ts";

/** What one maintenance did. */
export interface Maintained {
  /** Another one was at work, and nothing was done. */
  busy: boolean;
  rewritten: string[];
  /** Runs that are erased from tables and indexes now, and from the server's log. */
  erased: number;
  recycled: number;
  /** What runs wait for, each once. */
  waits: string[];
}

/** Milliseconds that circulation queues behind a table that is in use. */
const lockTimeoutMs = 1_000;

/**
 * Erases what ended runs have removed from the files of the server, as the owner of the tables: nothing
 * else may call this. It can be killed anywhere; what is written down is what was done.
 */
export async function maintain(url: string): Promise<Maintained> {
  const client = new pg.Client({ connectionString: url, application_name: "lethe maintain" });
  client.on("error", () => {});
  await client.connect();
  try {
    await requireOwner(client);
    const done = { busy: true, rewritten: [], erased: 0, recycled: 0, waits: [] };
    if (!(await isAlone(client))) return done;
    await client.query(`SET lock_timeout = ${lockTimeoutMs}; SET statement_timeout = 0`);
    // Where the system has it, a killed process leaves no statement at work behind it.
    await client.query("SET client_connection_check_interval = '1s'").catch(() => {});
    await readmitRestored(client);
    const erased = await erase(client);
    return { ...done, ...erased, busy: false, recycled: await watchLogs(client) };
  } finally {
    await client.end();
  }
}

async function erase(client: pg.Client) {
  const horizon = await readHorizon(client);
  const rewritten: string[] = [];
  const obstacles: Obstacle[] = [];
  for (const { name, megabytes, window } of await owedTables(client, horizon.xid)) {
    const refuse = (reason: string, label: string) =>
      obstacles.push({ table: name, reason, label });
    if (window !== null) refuse(window, `${name} ${megabytes} MB`);
    else if (await rewriteTable(client, name)) rewritten.push(name);
    else refuse("tables in use", name);
  }
  const ready = await readyRuns(client);
  if (ready) await freshenStatistics(client, { letters: ready.beyondFamilies });
  if (ready) await switchLog(client);
  return { rewritten, ...(await settleErasures(client, horizon, obstacles)) };
}

async function requireOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ owns: boolean }>(
    "SELECT pg_has_role(current_user, relowner, 'USAGE') AS owns FROM pg_class WHERE oid = to_regclass('patron.users')",
  );
  if (rows[0]?.owns) return;
  throw new Refusal(
    "Only the owner of Lethe's tables can rewrite them: name the database as for migrate.",
  );
}

async function isAlone(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>(
    "SELECT pg_try_advisory_lock(hashtext('lethe.maintain')) AS alone",
  );
  return rows[0]?.alone ?? false;
}
