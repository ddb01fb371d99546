import fs from "node:fs";
import path from "node:path";

/** npm runs scripts in the project's folder; people name files from where they stand. */
export function fromHere(file: string): string {
  const stands = process.env.INIT_CWD;
  const named = stands === undefined ? file : path.resolve(stands, file);
  return fs.existsSync(named) ? named : file;
}
