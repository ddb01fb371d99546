import fs from "node:fs";
import path from "node:path";
import { Refusal } from "#lib/refusal.ts";
import type { Location } from "./read-file.ts";
import { zipEntries } from "./read-zip.ts";

/** In the order in which files are imported: who before what. */
const known = [
  "users",
  "loans",
  "fees",
  "fee_transactions",
  "requests",
  "borrowing_requests",
  "lending_requests",
  "letters",
] as const;
const taken = ["users", "loans"] as const;
export type FormatName = (typeof taken)[number];

export type Shape = "csv" | "xml" | "json";

export interface FoundFile extends Location {
  format: FormatName;
  shape: Shape;
}

const EXTENSION = /\.(csv|xml|json)(\.gz)?$/i;
const isZip = (name: string) => /\.zip$/i.test(name);

/**
 * The files to import, those of folders and archives among them, in the order of their formats.
 * Refuses what is not there or not taken.
 */
export async function discover(paths: readonly string[], format?: string): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (const given of paths) {
    const stat = fs.statSync(given, { throwIfNoEntry: false });
    if (!stat) throw new Refusal(`There is no file or folder "${given}".`);
    files.push(...(await (stat.isDirectory() ? inFolder(given, format) : at(given, format))));
  }
  if (files.length === 0) throw new Refusal("Name a file or folder to import.");
  return files.sort((one, other) => known.indexOf(one.format) - known.indexOf(other.format));
}

async function inFolder(folder: string, format?: string): Promise<FoundFile[]> {
  const names = fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .filter((name) => EXTENSION.test(name) || isZip(name))
    .sort((one, other) => one.localeCompare(other));
  if (names.length === 0)
    throw new Refusal(`The folder "${folder}" holds no CSV, XML, JSON or zip file.`);
  const found = [];
  for (const name of names) found.push(...(await at(path.join(folder, name), format)));
  return found;
}

async function at(given: string, format?: string): Promise<FoundFile[]> {
  const file = path.basename(given);
  if (!isZip(file)) return [{ ...told(file, format), file, path: given }];
  const entries = (await zipEntries(given, file))
    .filter(({ name }) => EXTENSION.test(name))
    .sort((one, other) => one.name.localeCompare(other.name));
  if (entries.length === 0) throw new Refusal(`${file} holds no CSV, XML or JSON file.`);
  return entries.map((entry) => ({
    ...told(path.posix.basename(entry.name), format),
    file: `${file}/${entry.name}`,
    path: given,
    entry,
    archive: file,
  }));
}

/** What a file holds, by its name, unless it is said. */
export function told(
  file: string,
  said?: string,
): { format: FormatName; shape: Shape; gzipped: boolean } {
  const extension = EXTENSION.exec(file)?.[1]?.toLowerCase();
  const shape = extension === "xml" || extension === "json" ? extension : "csv";
  const stem = file.replace(EXTENSION, "");
  const name =
    said ??
    known.find((candidate) => new RegExp(`^${candidate}(?![a-z_]*[a-z])`, "i").test(stem)) ??
    // Of XML and JSON there is but one kind.
    (shape === "csv" ? undefined : "users");
  if (!name) {
    throw new Refusal(
      `What "${file}" holds is not told by its name. Call it users.csv or loans.csv, or say --format.`,
    );
  }
  const format = taken.find((candidate) => candidate === name);
  if (!format) {
    const what = known.some((candidate) => candidate === name)
      ? `${name}.csv`
      : `The format "${name}"`;
    throw new Refusal(`${what} is not taken by this version; it takes users.csv and loans.csv.`);
  }
  if (shape !== "csv" && format !== "users") {
    throw new Refusal(`"${file}" is not taken: only users come as XML or JSON, ${format} as CSV.`);
  }
  return { format, shape, gzipped: /\.gz$/i.test(file) };
}
