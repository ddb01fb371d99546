import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Refusal } from "./refusal.ts";

const readableByOthers = 0o077;

/** A secret's text, and where it stands, as people are told. */
export interface Configured {
  text: string;
  from: string;
}

/** The secret that the environment's variable holds, else that of the file; undefined where neither is there. */
export function configuredSecret(variable: string, file: string): Configured | undefined {
  const fromEnvironment = process.env[variable];
  if (fromEnvironment) return { text: fromEnvironment, from: variable };
  if (!fs.existsSync(file)) return undefined;
  if (process.platform !== "win32" && (fs.statSync(file).mode & readableByOthers) !== 0) {
    throw new Refusal(`${file} can be read by others; run: chmod 600 "${file}"`);
  }
  return { text: fs.readFileSync(file, "utf8"), from: file };
}

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
