import { randomBytes } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import { availableParallelism } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { postgresPrograms, type PostgresPrograms } from "./postgres-programs.ts";

const DATABASE = "lethe";
const SUPERUSER = "lethe";
const PASSWORD_FILE = "superuser-password";
const START_SECONDS = 120;
const RIVAL_START_MS = 15_000;
/** A container's usual /dev/shm of 64 MB is too small for parallel queries. */
const SHARED_MEMORY_BYTES = 256 * 1024 * 1024;

/** Processes that help a query, as many as there are cores for, and no more than PostgreSQL would take by itself. */
const helpers = Math.min(Math.max(availableParallelism() - 1, 0), 2);

/** Messages of errors can hold values of patrons: the server logs its own fate, never a statement or an error of one. */
const SILENT_LOG = {
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_statement: "none",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
};

export type EmbeddedServer = {
  /** As superuser, to the database of Lethe. */
  url: string;
  /** As superuser, to the database from which others are made. */
  adminUrl: string;
  /** Whether this call made the cluster. */
  fresh: boolean;
  alreadyRunning: boolean;
  pid: number;
  port: number;
  isAnswering(): Promise<boolean>;
  stop(): void;
};

type Options = { dataFolder: string; settings?: Record<string, string> };

/** Starts the PostgreSQL server of a data folder, or joins it. It outlives this process. */
export async function startEmbedded({ dataFolder, settings }: Options): Promise<EmbeddedServer> {
  fs.mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const programs = postgresPrograms(dataFolder);
  const fresh = !fs.existsSync(path.join(programs.cluster, "PG_VERSION")) && makeCluster(programs);
  const alreadyRunning = await answers(programs.cluster);
  if (!alreadyRunning) await startServer(programs, settings);

  const { pid, port } = postmaster(programs.cluster);
  const password = fs.readFileSync(path.join(programs.cluster, PASSWORD_FILE), "utf8").trim();
  const url = (database: string) =>
    `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
  await makeDatabase(url("postgres"));
  return {
    url: url(DATABASE),
    adminUrl: url("postgres"),
    fresh,
    alreadyRunning,
    pid,
    port,
    isAnswering: () => answers(programs.cluster),
    stop: () => stopServer(programs),
  };
}

/** Ends the server of a data folder; false when none was running. */
export async function stopEmbedded(dataFolder: string): Promise<boolean> {
  if (!fs.existsSync(dataFolder)) return false;
  const programs = postgresPrograms(dataFolder);
  if (!(await answers(programs.cluster))) return false;
  stopServer(programs);
  return true;
}

/** Made aside and then renamed, so that a cluster is whole or absent, whoever is killed or races. */
function makeCluster({ cluster, own, run }: PostgresPrograms): boolean {
  const aside = `${cluster}.new-${randomBytes(4).toString("hex")}`;
  const passwordFile = `${aside}.password`;
  try {
    fs.mkdirSync(aside, { mode: 0o700 });
    fs.writeFileSync(passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
    own(aside);
    own(passwordFile);
    // The builtin locale sorts alike on every machine and outlives upgrades of the system's libraries.
    const result = run("initdb", [
      ...["-D", aside, "-U", SUPERUSER, "--pwfile", passwordFile, "-A", "scram-sha-256"],
      ...["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"],
      "--builtin-locale=C.UTF-8",
    ]);
    if (result.status !== 0) {
      throw new Error(`PostgreSQL could not make its folder ${cluster}. ${failure(result)}`);
    }
    fs.renameSync(passwordFile, path.join(aside, PASSWORD_FILE));
    fs.renameSync(aside, cluster);
    return true;
  } catch (error) {
    if (fs.existsSync(path.join(cluster, "PG_VERSION"))) return false;
    throw error;
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
    fs.rmSync(passwordFile, { force: true });
  }
}

function failure({ stderr, error }: { stderr: string | null; error?: Error | undefined }): string {
  const reason = stderr?.trim() || error?.message || "";
  return reason.includes("effective user ID")
    ? "This account has no entry in the system's list of users. Set DATABASE_URL to a PostgreSQL server of your own."
    : reason;
}

async function startServer(programs: PostgresPrograms, settings: Record<string, string> = {}) {
  const { cluster, own, run } = programs;
  const log = path.join(path.dirname(cluster), "postgres.log");
  fs.closeSync(fs.openSync(log, "a", 0o600));
  own(log);
  removeStalePidFile(cluster);
  const options = Object.entries({
    listen_addresses: "127.0.0.1",
    port: String(await port(cluster)),
    unix_socket_directories: "",
    password_encryption: "scram-sha-256",
    shared_buffers: "256MB",
    max_wal_size: "2GB",
    // Files of the log that are kept for later use hold what was erased until they are written over. New
    // ones are not filled with zeros first: whoever commits would wait for it.
    wal_recycle: "off",
    wal_init_zero: "off",
    max_parallel_workers_per_gather: String(helpers),
    timezone: "UTC",
    log_timezone: "UTC",
    ...(isSharedMemorySmall() && { dynamic_shared_memory_type: "mmap" }),
    ...SILENT_LOG,
    ...settings,
  });
  const result = run(
    "pg_ctl",
    [
      ...["start", "-D", cluster, "-w", "-t", String(START_SECONDS), "-l", log],
      ...["-o", options.map(([name, value]) => `-c ${name}='${value}'`).join(" ")],
    ],
    "ignore", // the server would inherit a pipe, and the call would wait for its end
  );
  // Another process may have started it in the same moment.
  if (result.status !== 0 && !(await answers(cluster, RIVAL_START_MS))) {
    throw new Error(`The embedded PostgreSQL did not start; ${log} says why.`);
  }
}

function stopServer({ cluster, run }: PostgresPrograms) {
  run("pg_ctl", ["stop", "-D", cluster, "-w", "-m", "fast"], "ignore");
}

function postmaster(cluster: string) {
  const lines = readLines(path.join(cluster, "postmaster.pid"));
  const [pid, , , port, , , , status] = lines;
  return { pid: Number(pid), port: Number(port), isReady: status?.trim() === "ready" };
}

/** Asks the port: `pg_ctl status` takes a zombie or a reused process id for a server. */
async function answers(cluster: string, waitMs = 0): Promise<boolean> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    const { isReady, port } = postmaster(cluster);
    if (isReady && (await accepts(port))) return true;
    if (waitedMs >= waitMs) return false;
    await sleep(100);
  }
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

/** PostgreSQL would refuse to start when the process id of a killed server belongs to another program by now. */
function removeStalePidFile(cluster: string) {
  const file = path.join(cluster, "postmaster.pid");
  const pid = Number(readLines(file)[0]);
  if (!pid || process.platform !== "linux") return;
  const [, name, state] = /\((.*)\) (\w)/s.exec(readLines(`/proc/${pid}/stat`).join("\n")) ?? [];
  if (name !== "postgres" || state === "Z") fs.rmSync(file, { force: true });
}

/** The port of last time, so that programs that are running find the server again. */
async function port(cluster: string): Promise<number> {
  const [options = ""] = readLines(path.join(cluster, "postmaster.opts"));
  const last = Number(/port='?(\d+)/.exec(options)?.[1] ?? 0);
  return free(last).catch(() => free(0));
}

const free = (wanted: number) =>
  new Promise<number>((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(wanted, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });

function isSharedMemorySmall(): boolean {
  if (!fs.existsSync("/dev/shm")) return false;
  const { blocks, bsize } = fs.statfsSync("/dev/shm");
  return blocks * bsize < SHARED_MEMORY_BYTES;
}

async function makeDatabase(adminUrl: string) {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('lethe.database'))");
    const { rowCount } = await client.query("select from pg_database where datname = $1", [
      DATABASE,
    ]);
    if (!rowCount) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function readLines(file: string): string[] {
  try {
    return fs.readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}
