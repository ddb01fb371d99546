import { fork, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { World } from "./world.ts";

/** The real `maintain` in a process of its own. */
export const startMaintenance = ({ url, programs }: World): ChildProcess =>
  fork(programs.maintenance, ["maintain"], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });

const canary = /kanarie-(\d+)-/g;

/** Makes every link to a loan one that is known by its bytes. */
export async function placeCanaries({ pool }: World): Promise<void> {
  await pool.query(
    "UPDATE patron.loan_links SET source_number = 'kanarie-' || loan_id || '-' || md5(loan_id::text)",
  );
}

/** The loans whose links stand in a file of the database, or in the server's log. */
export async function canariesIn(world: World, place: "tables" | "log"): Promise<Set<string>> {
  await world.pool.query("CHECKPOINT");
  const cluster = String(await world.value("SHOW data_directory"));
  const number = String(
    await world.value("SELECT oid FROM pg_database WHERE datname = current_database()"),
  );
  const folder = place === "log" ? ["pg_wal"] : ["base", number];
  const found = new Set<string>();
  for (const name of fs.readdirSync(path.join(cluster, ...folder))) {
    const bytes = contentOf(path.join(cluster, ...folder, name));
    for (const [, id = ""] of bytes.matchAll(canary)) found.add(id);
  }
  return found;
}

/** The server removes files as it likes; a folder has none. */
function contentOf(file: string): string {
  try {
    return fs.readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
