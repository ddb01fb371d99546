import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterEach, beforeEach } from "vitest";
import type { Import } from "#db/queries/imports.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { askForImports } from "../../test/imports.ts";
import { isLong } from "../../test/short-or-long.ts";
import { startWorker } from "../../test/worker.ts";

/** A database of its own for each test of the file that calls this, and workers to be hired and killed. */
export function importWorkers() {
  let folder: string;
  let home: TestDatabase;
  let ask: ReturnType<typeof askForImports>;
  const workers = new Set<ChildProcess>();

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lethe worker "));
    home = await testDatabase();
    ask = askForImports(home.url);
  });
  afterEach(async () => {
    await Promise.all([...workers].map((worker) => kill(worker)));
    await ask.end();
    await home.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function kill(worker: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    workers.delete(worker);
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    const exit = once(worker, "exit");
    worker.kill("SIGCONT");
    worker.kill(signal);
    await exit;
  }

  const value = async (text: string) =>
    Object.values((await home.pool.query<Record<string, unknown>>(text)).rows[0] ?? {})[0];

  return {
    home: () => home,
    ask: () => ask,
    folder: () => folder,
    kill,
    value,
    async hire(): Promise<ChildProcess> {
      const worker = await startWorker(home.url, { LETHE_DATA: folder, TMPDIR: folder });
      workers.add(worker);
      return worker;
    },
    /** Lets the import of a worker that died or sleeps be taken at once; in the long form its lease runs out. */
    async endLease(): Promise<void> {
      if (isLong) return;
      await home.pool.query(
        "UPDATE console.imports SET heartbeat_at = heartbeat_at - interval '1 minute'",
      );
    },
    usersKept: () => value("SELECT count(*)::int FROM patron.users"),
    loansKept: () => value("SELECT count(*)::int FROM patron.loan_links"),
    /** Times that a file of users was imported, as the audit says. */
    audited: () => value("SELECT count(*)::int FROM console.audit WHERE action = 'users.import'"),
    foldersLeft: async () =>
      (await readdir(folder)).filter((name) => name.startsWith("lethe-import-")),
    /** Of what was uploaded, in the files of the database. */
    bytesOnDisk: () =>
      value(`SELECT (pg_relation_size(oid) + pg_relation_size(reltoastrelid))::int FROM pg_class
             WHERE oid = 'patron.import_chunks'::regclass`),
    holdCommits: () => holdCommits(home.pool),
  };
}

/** Holds every import right before it would commit a file, with all of it written. */
async function holdCommits(pool: pg.Pool) {
  const client = await pool.connect();
  const lock = "SELECT pg_advisory_lock(hashtext('lethe.audit'))";
  const unlock = "SELECT pg_advisory_unlock(hashtext('lethe.audit'))";
  await client.query(lock);
  return {
    async reached() {
      const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database()
        AND application_name = 'lethe import' AND wait_event = 'advisory'`;
      while (!(await pool.query(waiting)).rowCount) await sleep(20);
    },
    /** Lets one file in and holds the next: locks are given in the order in which they are asked for. */
    async letOneIn() {
      await client.query(unlock);
      await client.query(lock);
    },
    async release() {
      await client.query(unlock);
      client.release();
    },
  };
}

/** Imported files as: format, read, created, unchanged, rejected. */
export const told = ({ reports }: Import): (string | number)[][] =>
  reports.map((file) => [file.format, file.read, file.created, file.unchanged, file.rejected]);

export const users = (many: number): string =>
  `primary_id\n${Array.from({ length: many }, (_, n) => `u${n}`).join("\n")}\n`;

/** Loans of the first ten users. */
export const loans = (many: number, more: string[] = []): string =>
  [
    "loan_id,primary_id,item_barcode,library,loan_date,return_date,note",
    ...Array.from({ length: many }, (_, n) => `L${n},u${n % 10},I${n},MAIN,2026-01-01,2026-01-02,`),
    ...more,
    "",
  ].join("\n");
