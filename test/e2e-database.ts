import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { stopEmbedded } from "#db/embedded.ts";
import { locateDatabase } from "#db/location.ts";
import { refuseClaimed } from "../scripts/claim.ts";

const FOLDER = path.resolve(".data/e2e");

/** As the owner of the database that the browser stories run on. */
export async function e2eDatabaseUrl(): Promise<string> {
  process.env.LETHE_DATA = FOLDER;
  return onGivenServer()?.url ?? (await locateDatabase()).url;
}

/** Empty; what an earlier run left in the embedded one is removed. */
export async function makeE2eDatabase(): Promise<void> {
  process.env.LETHE_DATA = FOLDER;
  refuseClaimed();
  await stopEmbedded(FOLDER);
  fs.rmSync(FOLDER, { recursive: true, force: true });
  const given = onGivenServer();
  delete process.env.DATABASE_URL;
  if (!given) return;
  await onServer(given.server, `create database ${given.database}`);
  process.env.DATABASE_URL = given.url;
}

/** The embedded one ends with its server and is kept to be looked at. */
export default async function dropE2eDatabase(): Promise<void> {
  const given = onGivenServer();
  if (given) {
    await onServer(given.server, `drop database if exists ${given.database} with (force)`);
  }
}

function onGivenServer() {
  const server = process.env.LETHE_TEST_DATABASE_URL;
  const database = process.env.LETHE_E2E_DATABASE;
  if (!server || !database) return undefined;
  const url = new URL(server);
  url.pathname = database;
  return { server, database, url: url.href };
}

async function onServer(server: string, text: string) {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
