import fs from "node:fs";
import path from "node:path";

/** npm runs scripts in the project's folder; people name files from where they stand. */
export function fromHere(file: string): string {
  const named = toHere(file);
  return fs.existsSync(named) ? named : file;
}

/** The same for a file that is to be written. */
export const toHere = (file: string): string => path.resolve(process.env.INIT_CWD ?? "", file);
