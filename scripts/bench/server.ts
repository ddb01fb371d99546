import path from "node:path";
import pg from "pg";
import { startEmbedded } from "#db/embedded.ts";

/** Memory, checkpoints and log files to use again, as on a small production server that has been up for a while; durability as shipped. */
const settings = {
  shared_buffers: "1GB",
  max_wal_size: "4GB",
  checkpoint_timeout: "30min",
  wal_recycle: "on",
  wal_init_zero: "on",
  min_wal_size: "2GB",
};

const warm = `
  CREATE EXTENSION IF NOT EXISTS pg_prewarm;
  SELECT pg_prewarm(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
  WHERE nspname IN ('patron', 'record', 'bench') AND relkind IN ('r', 'i')`;

export interface BenchServer {
  /** An empty database. */
  create(name: string): Promise<BenchDatabase>;
  /** A copy of a database nobody is connected to, after a checkpoint, and in memory as on a server that has been up for a while. */
  copy(from: BenchDatabase): Promise<BenchDatabase>;
  drop(database: BenchDatabase): Promise<void>;
  version: string;
  hugePages: boolean;
  stop(): void;
}

export interface BenchDatabase {
  name: string;
  url: string;
}

/** One server for all figures of a run, in a data folder of its own. */
export async function benchServer(): Promise<BenchServer> {
  const server = await startEmbedded({ dataFolder: path.resolve(".data", "bench"), settings });
  const ask = (text: string) => query({ name: "postgres", url: server.adminUrl }, text);
  const at = (name: string): BenchDatabase => {
    const url = new URL(server.adminUrl);
    url.pathname = name;
    return { name, url: url.href };
  };
  let copies = 0;
  const [machine] = await ask(
    "SELECT version(), current_setting('huge_pages_status') = 'on' AS huge",
  );
  return {
    async create(name) {
      await ask(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await ask(`CREATE DATABASE ${name}`);
      return at(name);
    },
    async copy(from) {
      copies += 1;
      const name = `bench_copy_${copies}`;
      await ask(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await ask(`CREATE DATABASE ${name} TEMPLATE ${from.name} STRATEGY file_copy`);
      await ask("CHECKPOINT");
      await query(at(name), warm);
      return at(name);
    },
    async drop(database) {
      await ask(`DROP DATABASE IF EXISTS ${database.name} WITH (FORCE)`);
    },
    version: String(machine?.version),
    hugePages: machine?.huge === true,
    stop: () => server.stop(),
  };
}

/** Runs one text on a connection of its own, as superuser. */
export async function query(
  database: BenchDatabase,
  text: string,
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    const result: pg.QueryResult | pg.QueryResult[] = await client.query(text);
    const last = Array.isArray(result) ? result.at(-1) : result;
    return (last?.rows ?? []) as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** Seconds that one text takes on the server, connection not counted. */
export async function timed(database: BenchDatabase, text: string): Promise<number> {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    const began = performance.now();
    await client.query(text);
    return (performance.now() - began) / 1000;
  } finally {
    await client.end();
  }
}
