import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbedded, stopEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import type { TestDatabase } from "./database.ts";
import { memoryFolder } from "./memory-folder.ts";

/** A server on which nobody else works: for what holds of all its databases, and of the files they are in. */
export interface OwnServer {
  /** Where its tables, indexes and its log of changes are, and the log of what it did. */
  files: string;
  log: string;
  database(): Promise<TestDatabase>;
  end(): Promise<void>;
}

export async function ownServer(settings: Record<string, string> = {}): Promise<OwnServer> {
  const base = path.join(os.tmpdir(), "lethe server ");
  const dataFolder = fs.mkdtempSync(memoryFolder("server ", base));
  const { url, adminUrl } = await startEmbedded({
    dataFolder,
    settings: { fsync: "off", shared_buffers: "64MB", ...settings },
  });
  await migrate(url);
  const administer = async (text: string) => {
    const client = new pg.Client(adminUrl);
    await client.connect();
    const { rows } = await client
      .query<Record<string, string>>(text)
      .finally(() => void client.end());
    return rows[0] ?? {};
  };
  const { data_directory: files = "" } = await administer("show data_directory");
  return {
    files,
    log: path.join(path.dirname(files), "postgres.log"),
    async database() {
      const name = `own_${randomBytes(6).toString("hex")}`;
      await administer(`create database ${name} template lethe`);
      const at = new URL(adminUrl);
      at.pathname = name;
      const pool = new pg.Pool({ connectionString: at.href });
      pool.on("error", () => {});
      return {
        url: at.href,
        pool,
        async drop() {
          await pool.end();
          await administer(`drop database if exists ${name} with (force)`);
        },
      };
    },
    async end() {
      await stopEmbedded(dataFolder);
      for (const folder of [files, dataFolder]) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Which of the texts stand in a file, or in one under a folder, in capitals or not. Compressed values are not seen. */
export function textsInFiles(place: string, texts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const file of filesAt(place)) {
    const content = readIfThere(file);
    for (const text of texts) if (content.includes(text.toLowerCase())) found.add(text);
  }
  return texts.filter((text) => found.has(text));
}

const filesAt = (place: string): string[] =>
  fs.statSync(place).isFile()
    ? [place]
    : fs
        .readdirSync(place, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name));

/** In small letters, a byte each; a server may remove a file at any time. */
function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, "latin1").toLowerCase();
  } catch {
    return "";
  }
}
