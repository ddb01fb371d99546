import { randomBytes } from "node:crypto";
import path from "node:path";
import pg from "pg";
import { startEmbedded, stopEmbedded, type EmbeddedServer } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { makeWorldLibrary } from "./library.ts";
import { placeWitness } from "./witness.ts";

export const dataFolder = path.resolve(".data", "faults");

/**
 * A server of the suite's own, since some faults take it down. It need not wait for the disk: what dies
 * here are processes, and what they have written stays with the system.
 */
const settings = { fsync: "off", full_page_writes: "off", max_connections: "200" };

export interface FaultServer {
  start(): Promise<EmbeddedServer>;
  /** A migrated database with a library of this many loans, watched; a copy, made fast. */
  world(loans: number): Promise<string>;
  drop(url: string): Promise<void>;
  stop(): Promise<void>;
}

export async function faultServer(): Promise<FaultServer> {
  const start = () => startEmbedded({ dataFolder, settings });
  const { adminUrl } = await start();
  const at = (name: string) => {
    const url = new URL(adminUrl);
    url.pathname = name;
    return url.href;
  };
  const ask = async (text: string) => {
    const client = new pg.Client(adminUrl);
    await client.connect();
    await client.query(text).finally(() => client.end());
  };
  const make = async (name: string, template: string) => {
    await ask(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await ask(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
    return at(name);
  };
  const templates = new Map<number, Promise<string>>();
  const template = async (loans: number): Promise<string> => {
    const name = `world_${loans}`;
    const url = await make(name, "template1");
    await migrate(url);
    const pool = new pg.Pool({ connectionString: url });
    await makeWorldLibrary(pool, loans);
    await placeWitness(pool);
    await pool.end();
    return name;
  };
  return {
    start,
    async world(loans) {
      if (!templates.has(loans)) templates.set(loans, template(loans));
      return make(`faults_${randomBytes(4).toString("hex")}`, (await templates.get(loans)) ?? "");
    },
    drop: (url) => ask(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`),
    async stop() {
      await stopEmbedded(dataFolder);
    },
  };
}
