import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { stopEmbedded } from "#db/embedded.ts";
import { locateDatabase } from "#db/location.ts";
import { refuseClaimed } from "../scripts/claim.ts";

const DATABASE = "lethe_test_e2e";
const FOLDER = path.resolve(".data/e2e");

/** As the owner of the database that the browser stories run on. */
export async function e2eDatabaseUrl(): Promise<string> {
  process.env.LETHE_DATA = FOLDER;
  return onGivenServer() ?? (await locateDatabase()).url;
}

/** Empty; what an earlier run left is removed. */
export async function makeE2eDatabase(): Promise<void> {
  process.env.LETHE_DATA = FOLDER;
  refuseClaimed();
  await stopEmbedded(FOLDER);
  fs.rmSync(FOLDER, { recursive: true, force: true });
  const url = onGivenServer();
  delete process.env.DATABASE_URL;
  if (!url) return;
  const client = new pg.Client(process.env.LETHE_TEST_DATABASE_URL);
  await client.connect();
  await client.query(`drop database if exists ${DATABASE} with (force)`);
  await client.query(`create database ${DATABASE}`);
  await client.end();
  process.env.DATABASE_URL = url;
}

function onGivenServer(): string | undefined {
  const server = process.env.LETHE_TEST_DATABASE_URL;
  if (!server) return undefined;
  const url = new URL(server);
  url.pathname = DATABASE;
  return url.href;
}
