import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, test, vi } from "vitest";
import { openDatabase } from "#db/client.ts";
import { startEmbedded, stopEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { memoryFolder } from "../../test/memory-folder.ts";
import { readPressure } from "./pressure.ts";

/* A server of its own: whether it archives is settled when it starts, and so are its statistics. */

const dataFolder = fs.mkdtempSync(
  memoryFolder("archive ", path.join(os.tmpdir(), "lethe archive ")),
);
afterAll(async () => {
  await stopEmbedded(dataFolder);
  fs.rmSync(dataFolder, { recursive: true, force: true });
});

/** Its archive is full where it has one. */
const serverThat = (archives: "on" | "off") =>
  startEmbedded({
    dataFolder,
    settings: {
      archive_mode: archives,
      archive_command: "false",
      fsync: "off",
      shared_buffers: "16MB",
    },
  });

async function look(url: string) {
  const db = openDatabase(url);
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ failed: boolean }>(
      "SELECT last_failed_time IS NOT NULL AS failed FROM pg_stat_archiver",
    );
    const waitsFor = await db.transaction("lethe_worker", (tx) =>
      readPressure(tx, { behind: 2 ** 40, minutes: 1_000 }),
    );
    return { failed: rows[0]?.failed, waitsFor };
  } finally {
    await client.end();
    await db.end();
  }
}

test("runs wait while the log cannot be archived, and not once archiving is switched off", async () => {
  const { url } = await serverThat("on");
  await migrate(url);
  const client = new pg.Client(url);
  await client.connect();
  await client.query("SELECT pg_switch_wal()");
  await client.end();
  const waitsFor = "the server's log, which cannot be archived";
  await vi.waitFor(async () => expect(await look(url)).toEqual({ failed: true, waitsFor }), {
    timeout: 60_000,
    interval: 200,
  });
  await stopEmbedded(dataFolder);
  expect(await look((await serverThat("off")).url)).toEqual({ failed: true, waitsFor: null });
});
