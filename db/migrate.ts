import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { Refusal } from "#lib/refusal.ts";
import { sqlState } from "./errors.ts";
import { betweenOthers, type LockPatience } from "./lock-patience.ts";
import { queueSchema, queues } from "./queue.ts";

const folder = path.join(import.meta.dirname, "migrations");
const groupRoles = ["lethe_owner", "lethe_web", "lethe_worker", "lethe_import", "lethe_statistics"];

interface Options {
  /** Goes without roles where the login may not make them. */
  singleRole?: boolean;
  /** Hears what is waited for. */
  say?: (sentence: string) => void;
  patience?: LockPatience;
}

/**
 * Brings the database at `url` up to date: roles, migrations, grants, queues. Safe to run twice, beside
 * another, and beside all that Lethe does.
 */
export async function migrate(url: string, options: Options = {}): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "lethe migrate" });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('lethe.migrate'))");
    const { singleRole = false, say = () => {}, patience } = options;
    await betweenOthers(client, () => bringUpToDate(client, singleRole), { say, patience });
  } finally {
    await client.end();
  }
}

async function bringUpToDate(client: pg.Client, singleRole: boolean): Promise<void> {
  await refuseOtherOwner(client, singleRole);
  const separate = singleRole ? false : await besideOthers(() => prepareRoles(client));
  if (separate) await client.query("SET ROLE lethe_owner");
  await refuseNewerDatabase(client);
  await runMigrations(drizzle(client), {
    migrationsFolder: folder,
    migrationsSchema: "migrations",
  });
  await makeQueues(client);
  if (separate)
    await client.query(await readFile(path.join(import.meta.dirname, "roles.sql"), "utf8"));
}

/** Milliseconds and times that work on shared catalogs is tried again. */
const again = { pause: 100, tries: 20 };
// Another session changed the same role, made the same one, or granted the same membership just now.
const crossed = ["XX000", "23505", "42710", "40P01"];

/** Advisory locks end at the database; roles are the cluster's, and its catalogs have no lock of ours. */
async function besideOthers<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === again.tries || !crossed.includes(sqlState(error))) throw error;
      await sleep(again.pause * (0.5 + Math.random()));
    }
  }
}

/** Group roles belong to the cluster, so another database's migrate may be making them right now. */
async function prepareRoles(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ missing: string[]; may: boolean }>(
    `SELECT array(SELECT unnest($1::text[]) EXCEPT SELECT rolname FROM pg_roles) AS missing,
       (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) AS may`,
    [groupRoles],
  );
  const { missing, may } = rows[0] ?? { missing: groupRoles, may: false };
  if (missing.length > 0 && !may) throw new Refusal(withoutRights(missing));
  for (const role of missing) {
    await client.query(`DO $$ BEGIN CREATE ROLE ${role} NOLOGIN;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
  }
  for (const role of groupRoles) {
    await client.query(`DO $$ BEGIN
      IF NOT pg_has_role(current_user, '${role}', 'SET') THEN
        EXECUTE format('GRANT ${role} TO %I', current_user);
      END IF; END $$`);
  }
  // Sees what runs have to wait for; without it they wait for less, and doctor says so.
  await client.query(`DO $$ BEGIN
    IF NOT pg_has_role('lethe_owner', 'pg_monitor', 'MEMBER') THEN GRANT pg_monitor TO lethe_owner; END IF;
    EXCEPTION WHEN insufficient_privilege THEN NULL; END $$`);
  await client.query(`DO $$ BEGIN
    EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO lethe_owner', current_database());
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO lethe_web, lethe_worker, lethe_import', current_database());
  END $$`);
  return true;
}

const withoutRights = (missing: string[]) =>
  `This login may not create roles. Have a database administrator run:\n${missing
    .map((role) => `  CREATE ROLE ${role} NOLOGIN;`)
    .join(
      "\n",
    )}\n  GRANT ${groupRoles.join(", ")} TO <this login>;\nor run migrate with --single-role.`;

/** Tables stay their owner's: with roles lethe_owner's, without the login's. */
async function refuseOtherOwner(client: pg.Client, singleRole: boolean): Promise<void> {
  const { rows } = await client.query<{ single: boolean }>(
    "SELECT nspowner::regrole::text <> 'lethe_owner' AS single FROM pg_namespace WHERE nspname = 'console'",
  );
  if (!rows[0] || rows[0].single === singleRole) return;
  throw new Refusal(
    singleRole
      ? "This database has its roles, and goes on with them: run migrate without --single-role, as a login that may act as lethe_owner. Nothing was changed."
      : "This database was set up without roles, and its tables are one login's: run migrate with --single-role, as that login. Nothing was changed.",
  );
}

async function refuseNewerDatabase(client: pg.Client): Promise<void> {
  const journal = JSON.parse(
    await readFile(path.join(folder, "meta", "_journal.json"), "utf8"),
  ) as {
    entries: { when: number }[];
  };
  const newest = Math.max(...journal.entries.map((entry) => entry.when));
  const { rows } = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('migrations.__drizzle_migrations') IS NOT NULL AS exists",
  );
  if (!rows[0]?.exists) return;
  const { rows: newer } = await client.query(
    "SELECT FROM migrations.__drizzle_migrations WHERE created_at > $1",
    [newest],
  );
  if (newer.length > 0) {
    throw new Refusal(
      "This database was migrated by a newer version of Lethe. Update Lethe; nothing was changed.",
    );
  }
}

/** pg-boss keeps its own tables; the processes that use it only send and work. */
async function makeQueues(client: pg.Client): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => client.query(text, values) },
    schema: queueSchema,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  boss.on("error", () => {});
  await boss.start();
  for (const queue of queues) {
    if (!(await boss.getQueue(queue.name))) await boss.createQueue(queue.name, queue.options);
  }
  await boss.stop({ graceful: false });
}
