import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/**
 * The text of the file, which is made with `text` where there is none; readable by its owner alone.
 * Written aside, then linked: whole or absent after a kill or on a full disk, and of two first starts
 * at once, both get the same.
 */
export function keepSecret(file: string, text: string): string {
  if (!fs.existsSync(file)) make(file, text);
  return fs.readFileSync(file, "utf8");
}

function make(file: string, text: string): void {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    fs.writeFileSync(aside, text, { mode: 0o600, flag: "wx", flush: true });
    fs.linkSync(aside, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}
