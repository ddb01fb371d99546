import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { FileReport, ImportReport } from "#imports/report.ts";
import type { BenchDatabase } from "./server.ts";
import { peakMegabytes } from "./workers.ts";

export interface ImportedFile extends FileReport {
  /** Of its turn: what was read ahead is not in them. */
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
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const turns = noteTurns(child.stderr);
  let peak: number | null = null;
  const watch = setInterval(
    () => void peakMegabytes(child).then((now) => (peak = now ?? peak)),
    200,
  );
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  clearInterval(watch);
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  const ended = performance.now();
  const { files } = JSON.parse(printed) as ImportReport;
  const turnOf = (index: number) => turns.get(files[index]?.file ?? "") ?? ended;
  return {
    seconds: (ended - began) / 1000,
    peakMegabytes: peak,
    files: files.map((file, index) => ({
      ...file,
      seconds: (turnOf(index + 1) - turnOf(index)) / 1000,
    })),
  };
}

/** When each file's turn came: the command tells of none before, though it is read ahead. Passes the lines on. */
function noteTurns(lines: Readable): Map<string, number> {
  const turns = new Map<string, number>();
  createInterface(lines).on("line", (line) => {
    console.error(line);
    const file = line.slice(0, line.indexOf(": "));
    if (!turns.has(file)) turns.set(file, performance.now());
  });
  return turns;
}
