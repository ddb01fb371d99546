import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { startEmbedded, stopEmbedded, type EmbeddedServer } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { dataFolder } from "#lib/data-folder.ts";
import { leaveMemory, memoryFolder } from "../memory-folder.ts";
import { makeWorldLibrary } from "./library.ts";
import { placeWitness } from "./witness.ts";

/**
 * A server of the suite's own, since some faults take it down. It need not wait for the disk: what dies
 * here are processes, and what they have written stays with the system.
 */
const settings = { fsync: "off", full_page_writes: "off", max_connections: "200" };

export interface FaultServer {
  folder: string;
  start(): Promise<EmbeddedServer>;
  /** A migrated database with a library of this many loans, watched; a copy, made fast. */
  world(loans: number): Promise<string>;
  drop(url: string): Promise<void>;
  stop(): Promise<void>;
}

export async function faultServer(
  folder = memoryFolder("faults", path.join(dataFolder(), "faults")),
  more: Record<string, string> = {},
): Promise<FaultServer> {
  const start = () => startEmbedded({ dataFolder: folder, settings: { ...settings, ...more } });
  const { adminUrl } = await start();
  const at = (name: string) => {
    const url = new URL(adminUrl);
    url.pathname = name;
    return url.href;
  };
  const ask = async (text: string) => {
    const client = new pg.Client(adminUrl);
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  const make = async (name: string, template: string) => {
    await ask(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await ask(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
    return at(name);
  };
  const migrated = (async () => {
    await migrate(await make("world_empty", "template1"));
    return "world_empty";
  })();
  const templates = new Map<number, Promise<string>>();
  const template = async (loans: number): Promise<string> => {
    const name = `world_${loans}`;
    const pool = new pg.Pool({ connectionString: await make(name, await migrated) });
    await makeWorldLibrary(pool, loans);
    await placeWitness(pool);
    await pool.end();
    return name;
  };
  return {
    folder,
    start,
    async world(loans) {
      if (!templates.has(loans)) templates.set(loans, template(loans));
      return make(`faults_${randomBytes(4).toString("hex")}`, (await templates.get(loans)) ?? "");
    },
    drop: (url) => ask(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`),
    async stop() {
      await stopEmbedded(folder);
      leaveMemory(folder);
    },
  };
}

/** A server on a volume of its own, which can be filled: a file system in memory. Takes the right to mount. */
export async function smallVolume(
  megabytes: number,
): Promise<{ server: FaultServer; end(): Promise<void> }> {
  const folder = path.join(dataFolder(), "faults-volume");
  fs.mkdirSync(folder, { recursive: true });
  const { status } = spawnSync("mount", [
    "-t",
    "tmpfs",
    "-o",
    `size=${megabytes}m`,
    "tmpfs",
    folder,
  ]);
  if (status !== 0) throw new Error("this account may not mount a small volume");
  const server = await faultServer(folder, {
    max_wal_size: "64MB",
    min_wal_size: "32MB",
    shared_buffers: "64MB",
  });
  return {
    server,
    async end() {
      await server.stop();
      spawnSync("umount", [folder]);
    },
  };
}
