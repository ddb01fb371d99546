import { mkdtemp, open, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { readUploads, type Upload } from "#db/queries/import-uploads.ts";
import { Refusal } from "#lib/refusal.ts";
import type { GivenFile } from "../discover.ts";

const PREFIX = "lethe-import-";
/** Written again and again while somebody works in the folder. */
const ALIVE = "alive";
const ABANDONED_MS = 5 * 60_000;

/** A folder that only this account reads, for as long as `work` takes. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  try {
    await keepFolder(folder);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const keepFolder = (folder: string): Promise<void> =>
  writeFile(path.join(folder, ALIVE), "");

/** Removes what a killed worker could not. `now` in milliseconds, as the file system counts. */
export async function sweepFolders(now: number): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(tmpdir(), name);
    const alive = await stat(path.join(folder, ALIVE)).catch(() => null);
    const lastSign = alive ?? (await stat(folder).catch(() => null));
    if (!lastSign || lastSign.uid !== process.getuid?.()) continue;
    if (lastSign.mtimeMs < now - ABANDONED_MS) await rm(folder, { recursive: true, force: true });
  }
}

/** Copies the files of an import out of the database; on disk they are called by their numbers. */
export async function fetchFiles(
  db: Database,
  importId: string,
  folder: string,
  signal: AbortSignal,
): Promise<GivenFile[]> {
  const uploads = await db.transaction("lethe_import", (tx) => readUploads(tx, importId));
  if (uploads.length === 0 || uploads.some(({ received, size }) => received !== size)) {
    throw new Refusal("The files of this import are no longer here. Send them again.");
  }
  const files: GivenFile[] = [];
  for (const upload of uploads) {
    const file = path.join(folder, `${upload.number}${endings(upload.name)}`);
    await fetchFile(db, importId, upload, file, signal);
    files.push({ path: file, name: upload.name, format: upload.format ?? undefined });
  }
  return files;
}

/** What a reader tells a file by: `.csv.gz`. */
const endings = (name: string): string => /(\.[a-z0-9]{1,5}){1,2}$/i.exec(name)?.[0] ?? "";

async function fetchFile(
  db: Database,
  importId: string,
  { number, size }: Upload,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    for (let start = 0; start < size;) {
      signal.throwIfAborted();
      const from = start;
      const { rows } = await db.transaction("lethe_import", (tx) =>
        tx.execute<{ bytes: Buffer }>(sql`
          SELECT bytes FROM patron.import_chunks
          WHERE import_id = ${importId} AND number = ${number} AND start = ${from}`),
      );
      const bytes = rows[0]?.bytes;
      if (!bytes)
        throw new Refusal("The files of this import are no longer here. Send them again.");
      await handle.writeFile(bytes);
      start += bytes.byteLength;
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") {
      throw new Refusal("The worker's disk has no room for these files. Import them one by one.");
    }
    throw error;
  } finally {
    await handle.close();
  }
}
