import fs from "node:fs";
import pg from "pg";
import { stopEmbedded } from "#db/embedded.ts";
import { locateDatabase } from "#db/location.ts";
import { refuseClaimed } from "../scripts/claim.ts";
import { e2eFolder, e2eOnGivenServer } from "./e2e-library.ts";

/** As the owner of the database that this worker's browser stories run on. */
export async function e2eDatabaseUrl(): Promise<string> {
  process.env.LETHE_DATA = e2eFolder();
  return e2eOnGivenServer()?.url ?? (await locateDatabase()).url;
}

/** Empty; what an earlier run left in the embedded one is removed. */
export async function makeE2eDatabase(): Promise<void> {
  process.env.LETHE_DATA = e2eFolder();
  refuseClaimed();
  await stopEmbedded(e2eFolder());
  fs.rmSync(e2eFolder(), { recursive: true, force: true });
  const given = e2eOnGivenServer();
  delete process.env.DATABASE_URL;
  if (!given) return;
  await onServer(given.server, `create database ${given.database}`);
  process.env.DATABASE_URL = given.url;
}

/** Embedded ones end with their servers and are kept to be looked at. */
export default async function dropE2eDatabases(): Promise<void> {
  for (const library of process.env.LETHE_E2E_PORTS?.split(",").keys() ?? []) {
    const given = e2eOnGivenServer(library);
    if (!given) return;
    await onServer(given.server, `drop database if exists ${given.database} with (force)`);
  }
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
