import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbedded, stopEmbedded } from "./embedded.ts";

// A space in the name, as people's folders have it.
const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe embedded "));
const settings = { shared_buffers: "16MB", fsync: "off" };

beforeAll(async () => {
  const servers = await Promise.all([1, 2].map(() => startEmbedded({ dataFolder, settings })));
  expect(new Set(servers.map((server) => server.url)).size).toBe(1);
});

afterAll(async () => {
  await stopEmbedded(dataFolder);
  fs.rmSync(dataFolder, { recursive: true });
});

async function query(text: string, values: unknown[] = []) {
  const { url } = await startEmbedded({ dataFolder, settings });
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

test("a killed server comes back on the same port, with its data", async () => {
  await query("create table kept as select 1 as one");
  const before = await startEmbedded({ dataFolder, settings });
  process.kill(before.pid, "SIGKILL");
  await expect.poll(() => before.isAnswering()).toBe(false);
  await expect
    .poll(() => startEmbedded({ dataFolder, settings }).catch(() => null), { timeout: 20_000 })
    .toMatchObject({ fresh: false, alreadyRunning: false, port: before.port });
  expect(await query("select one from kept")).toEqual([{ one: 1 }]);
});

test("what a failing statement was about does not reach the log", async () => {
  await expect(query("select $1::text::date", ["Margaret Hale"])).rejects.toThrow("Margaret");
  await expect(query("select 'Margaret Hale'::date")).rejects.toThrow("Margaret");
  const log = fs.readFileSync(path.join(dataFolder, "postgres.log"), "utf8");
  expect(log).toContain("ready to accept connections");
  expect(log).not.toContain("Margaret");
});

test("passwords are kept as SCRAM verifiers and only this machine is listened to", async () => {
  const [row] = await query(
    "select rolpassword, current_setting('listen_addresses') as listen from pg_authid where rolname = 'lethe'",
  );
  expect(row?.rolpassword).toMatch(/^SCRAM-SHA-256\$/);
  expect(row?.listen).toBe("127.0.0.1");
});
