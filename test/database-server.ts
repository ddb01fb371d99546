import { randomBytes } from "node:crypto";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { compiled } from "./compiled.ts";
import { leaveMemory, memoryFolder } from "./memory-folder.ts";

const PREFIX = "lethe_test_";
const ABANDONED_SECONDS = 6 * 3600;
/** Data of tests may be lost, and no test lives long enough to be vacuumed. */
const CARELESS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off",
  max_wal_size: "256MB",
};

declare module "vitest" {
  interface ProvidedContext {
    /** An address from which databases can be made, and what the names of this run's start with. */
    testServer: { adminUrl: string; prefix: string; template: string };
    /** The real programs, compiled once. */
    programs: { cli: string; worker: string };
  }
}

/** One migrated template for all tests of this run; runs beside one another do not meet. */
export default async function testServer(project: TestProject) {
  const server = await locateServer();
  const startedSeconds = Math.floor(Date.now() / 1000);
  const prefix = `${PREFIX}${startedSeconds}_${randomBytes(3).toString("hex")}_`;
  const template = `${prefix}template`;
  await dropDatabases(server.adminUrl, isAbandoned(startedSeconds));
  const cleanUp = async () => {
    await dropDatabases(server.adminUrl, (name) => name.startsWith(prefix));
    const inUse = await testDatabases(server.adminUrl);
    if (inUse.length === 0) server.stop();
  };
  try {
    await query(server.adminUrl, `create database ${template}`);
    await migrate(databaseUrl(server.adminUrl, template));
  } catch (error) {
    await cleanUp();
    throw error;
  }
  project.provide("programs", {
    cli: await compiled("cli/main.ts"),
    worker: await compiled("worker.ts"),
  });
  project.provide("testServer", { adminUrl: server.adminUrl, prefix, template });
  return cleanUp;
}

async function locateServer() {
  const adminUrl = process.env.LETHE_TEST_DATABASE_URL;
  if (adminUrl) return { adminUrl, stop() {} };
  const dataFolder = memoryFolder("test", path.resolve(".data/test"));
  const server = await startEmbedded({ dataFolder, settings: CARELESS });
  return {
    ...server,
    stop() {
      server.stop();
      leaveMemory(dataFolder);
    },
  };
}

const isAbandoned = (nowSeconds: number) => (name: string) =>
  nowSeconds - Number(name.slice(PREFIX.length).split("_")[0]) > ABANDONED_SECONDS;

async function dropDatabases(adminUrl: string, isOurs: (name: string) => boolean) {
  const names = await testDatabases(adminUrl);
  for (const name of names.filter(isOurs)) {
    await query(adminUrl, `drop database if exists ${name} with (force)`);
  }
}

async function testDatabases(adminUrl: string): Promise<string[]> {
  const rows = await query(adminUrl, "select datname from pg_database");
  return rows.map((row) => String(row.datname)).filter((name) => name.startsWith(PREFIX));
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = database;
  return url.href;
}
