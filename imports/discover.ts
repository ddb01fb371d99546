import fs from "node:fs";
import path from "node:path";
import { Refusal } from "#lib/refusal.ts";

/** In the order in which a folder is imported: who before what. */
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
const taken = [
  "users",
  "loans",
  "fees",
  "fee_transactions",
  "requests",
  "borrowing_requests",
  "lending_requests",
] as const;
export type FormatName = (typeof taken)[number];

export interface FoundFile {
  path: string;
  /** As messages and reports call it. */
  file: string;
  format: FormatName;
}

/** The files to import, a folder's in their order. Refuses what is not there or not taken. */
export function discover(paths: readonly string[], format?: string): FoundFile[] {
  const files = paths.flatMap((given) => {
    const stat = fs.statSync(given, { throwIfNoEntry: false });
    if (!stat) throw new Refusal(`There is no file or folder "${given}".`);
    return stat.isDirectory() ? filesOf(given) : [found(given, format)];
  });
  if (files.length === 0) throw new Refusal("Name a file or folder to import.");
  return files;
}

function filesOf(folder: string): FoundFile[] {
  const files = fs
    .readdirSync(folder)
    .filter((name) => /\.csv(\.gz)?$/i.test(name))
    .map((name) => found(path.join(folder, name)));
  if (files.length === 0) throw new Refusal(`The folder "${folder}" holds no CSV file.`);
  const rank = (file: FoundFile) => known.indexOf(file.format);
  return files.sort((one, other) => rank(one) - rank(other) || one.file.localeCompare(other.file));
}

function found(given: string, format?: string): FoundFile {
  const file = path.basename(given);
  if (/\.zip$/i.test(file)) {
    throw new Refusal(
      `"${file}" is a zip archive, which this version does not open. Unpack it first.`,
    );
  }
  const name =
    format ??
    known.find((candidate) =>
      new RegExp(`^${candidate}(?![a-z_]*[a-z])`, "i").test(file.replace(/\.csv(\.gz)?$/i, "")),
    );
  if (!name) {
    throw new Refusal(
      `What "${file}" holds is not told by its name. Call it users.csv or loans.csv, or say --format.`,
    );
  }
  const format_ = taken.find((candidate) => candidate === name);
  if (!format_) {
    const what = known.some((candidate) => candidate === name)
      ? `${name}.csv`
      : `The format "${name}"`;
    const files = taken.map((candidate) => `${candidate}.csv`).join(", ");
    throw new Refusal(`${what} is not taken by this version; it takes ${files}.`);
  }
  return { path: given, file, format: format_ };
}
