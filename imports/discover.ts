import fs from "node:fs";
import path from "node:path";
import { formatFirst } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import {
  almaFormats,
  hasKnownEnding,
  isArchive,
  isGzipped,
  isTaken,
  takenFormats,
  toldFormat,
  toldShape,
  type FormatName,
  type Shape,
} from "./formats.ts";
import type { Location } from "./read-file.ts";
import { zipEntries } from "./read-zip.ts";

/** A file that is called otherwise than where it lies, or whose format was chosen. */
export interface GivenFile {
  path: string;
  name?: string | undefined;
  format?: string | undefined;
}

export interface FoundFile extends Location {
  format: FormatName;
  shape: Shape;
  /** What else is to be said of where it lies; of several files there, the first says it. */
  remarks?: string[];
}

/** Of what was passed over beside a file, in a remark. */
const namesShown = 5;

/**
 * The files to import, those of folders and archives among them, users before what is theirs. Refuses
 * what is not there or not taken.
 */
export async function discover(
  given: readonly (string | GivenFile)[],
  format?: string,
): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (const one of given) {
    const named: GivenFile = typeof one === "string" ? { path: one } : one;
    const file = { ...named, format: named.format ?? format };
    const stat = fs.statSync(file.path, { throwIfNoEntry: false });
    if (!stat) throw new Refusal(`There is no file or folder "${file.path}".`);
    files.push(...(await (stat.isDirectory() ? inFolder(file) : at(file))));
  }
  if (files.length === 0) throw new Refusal("Name a file or folder to import.");
  return files.sort(
    (one, other) => takenFormats.indexOf(one.format) - takenFormats.indexOf(other.format),
  );
}

async function inFolder({ path: folder, format }: GivenFile): Promise<FoundFile[]> {
  const entries = fs
    .readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith("."))
    .map((entry) => ({ name: entry.isDirectory() ? `${entry.name}/` : entry.name }));
  const [taken, others] = parted(entries, (name) => hasKnownEnding(name) || isArchive(name));
  if (taken.length === 0)
    throw new Refusal(`The folder "${folder}" holds no CSV, XML, JSON or zip file.`);
  const files = [];
  for (const { name } of taken)
    files.push(...(await at({ path: path.join(folder, name), format })));
  return remarkedOn(
    files,
    others,
    "the folder, which holds more than CSV, XML, JSON and zip files",
  );
}

/** A file, or those of an archive. */
async function at(given: GivenFile): Promise<FoundFile[]> {
  const file = given.name ?? path.basename(given.path);
  if (!isArchive(file)) return [{ ...told(file, given.format), file, path: given.path }];
  const all = await zipEntries(given.path, file);
  if (all.some(({ name }) => name === "[Content_Types].xml"))
    throw new Refusal(`${file} is an Excel workbook. Save its sheet as CSV UTF-8.`);
  const [taken, others] = parted(all, hasKnownEnding);
  if (taken.length === 0) throw new Refusal(`${file} holds no CSV, XML or JSON file.`);
  const files = taken.map((entry) => ({
    ...told(path.posix.basename(entry.name), given.format),
    file: `${file}/${entry.name}`,
    path: given.path,
    entry,
    archive: file,
  }));
  return remarkedOn(files, others, `${file}, which holds more than CSV, XML and JSON files`);
}

/** What is taken, and what is passed over, each in the order of names. */
function parted<T extends { name: string }>(
  all: T[],
  isTaken: (name: string) => boolean,
): [T[], T[]] {
  const sorted = all.toSorted((one, other) => one.name.localeCompare(other.name));
  return [sorted.filter(({ name }) => isTaken(name)), sorted.filter(({ name }) => !isTaken(name))];
}

/** Else a slip in a name leaves a file out, and nobody misses it. */
function remarkedOn(files: FoundFile[], others: { name: string }[], where: string): FoundFile[] {
  const [first, ...rest] = files;
  if (!first || others.length === 0) return files;
  const names = others.map(({ name }) => name);
  const remark = `Passed over in ${where}: ${formatFirst(names, namesShown)}.`;
  return [{ ...first, remarks: [remark, ...(first.remarks ?? [])] }, ...rest];
}

/** A file as an import takes it, by its name alone unless its format is said. */
export function told(
  file: string,
  format?: string,
): { format: FormatName; shape: Shape; gzipped: boolean } {
  const name = format ?? toldFormat(file);
  const shape = toldShape(file);
  if (!name) {
    throw new Refusal(
      `What "${file}" holds is not told by its name. Name it after that, such as users.csv or loans-2026.csv; the command line and the API take its format, too.`,
    );
  }
  if (!isTaken(name)) {
    const files = takenFormats.map((candidate) => `${candidate}.csv`).join(", ");
    throw new Refusal(`The format "${name}" is not taken by this version; it takes ${files}.`);
  }
  if (shape !== "csv" && !almaFormats.includes(name)) {
    throw new Refusal(
      `"${file}" is not taken: ${almaFormats.join(" and ")} alone come as XML or JSON; ${name} come as CSV.`,
    );
  }
  return { format: name, shape, gzipped: isGzipped(file) };
}
