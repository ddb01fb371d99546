import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbedded, stopEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import type { TestDatabase } from "./database.ts";

/** A server on which nobody else works: for what holds of all its databases, and of the files they are in. */
export interface OwnServer {
  /** The folder of the server's files and its log. */
  folder: string;
  database(): Promise<TestDatabase>;
  end(): Promise<void>;
}

export async function ownServer(settings: Record<string, string> = {}): Promise<OwnServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe server "));
  const { url, adminUrl } = await startEmbedded({
    dataFolder: folder,
    settings: { fsync: "off", shared_buffers: "64MB", ...settings },
  });
  await migrate(url);
  const administer = async (text: string) => {
    const client = new pg.Client(adminUrl);
    await client.connect();
    await client.query(text).finally(() => client.end());
  };
  return {
    folder,
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
      await stopEmbedded(folder);
      fs.rmSync(folder, { recursive: true });
    },
  };
}

/** Which of the texts stand in a file under a folder, in capitals or not. Compressed values are not seen. */
export function textsInFiles(folder: string, texts: readonly string[]): string[] {
  const wanted = new Map(texts.map((text) => [text, text.toLowerCase()]));
  const found = new Set<string>();
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = readIfThere(path.join(entry.parentPath, entry.name));
    for (const [text, low] of wanted) if (content.includes(low)) found.add(text);
  }
  return texts.filter((text) => found.has(text));
}

/** In small letters, a byte each; a server may remove a file at any time. */
function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, "latin1").toLowerCase();
  } catch {
    return "";
  }
}
