import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { FileReport, ImportReport } from "#imports/report.ts";
import { query, type BenchDatabase } from "./server.ts";
import { peakMegabytes } from "./workers.ts";

export interface ImportedFile extends FileReport {
  seconds: number;
}

export interface Imported {
  seconds: number;
  /** Of the command's process; null where the system does not tell. */
  peakMegabytes: number | null;
  files: ImportedFile[];
}

/** `lethe import` of a file or folder, in a process of its own, from its start to its end. */
export async function importCommand(database: BenchDatabase, given: string): Promise<Imported> {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", "tsx", path.resolve("cli", "main.ts"), "import", given, "--json"],
    {
      env: {
        ...process.env,
        DATABASE_URL: database.url,
        LETHE_SOURCE_KEY: Buffer.alloc(32, 7).toString("base64"),
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let peak: number | null = null;
  const watch = setInterval(
    () => void peakMegabytes(child).then((now) => (peak = now ?? peak)),
    200,
  );
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  clearInterval(watch);
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  const seconds = (performance.now() - began) / 1000;
  const { files } = JSON.parse(printed) as ImportReport;
  return { seconds, peakMegabytes: peak, files: await timed(database, files) };
}

/** The audit has the moment at which each file's transaction began. */
async function timed(database: BenchDatabase, files: FileReport[]): Promise<ImportedFile[]> {
  const rows = await query(
    database,
    `SELECT extract(epoch FROM coalesce(lead(at) OVER (ORDER BY id), clock_timestamp()) - at)::float8 AS seconds
     FROM (SELECT id, at FROM console.audit WHERE action LIKE '%.import' ORDER BY id DESC LIMIT ${files.length}) a
     ORDER BY id`,
  );
  return files.map((file, index) => ({ ...file, seconds: Number(rows[index]?.seconds) }));
}
