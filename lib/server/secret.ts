import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { dataFolder } from "#lib/data-folder.ts";
import { Refusal } from "#lib/refusal.ts";

const MIN_CHARACTERS = 32;

/** The key that signs session cookies: from the environment, or made once and kept in the data folder. */
export function authSecret(): string {
  const given = process.env.LETHE_AUTH_SECRET;
  if (given === undefined) return keptSecret();
  if (given.length < MIN_CHARACTERS) {
    throw new Refusal(`LETHE_AUTH_SECRET must have at least ${MIN_CHARACTERS} characters.`);
  }
  return given;
}

function keptSecret(): string {
  const file = path.join(dataFolder(), "auth.secret");
  return read(file) ?? make(file);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Written aside, then linked: of two first starts at once, both get the same whole key. */
function make(file: string): string {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(aside, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
  try {
    linkSync(aside, file);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw error;
  } finally {
    rmSync(aside);
  }
  return readFileSync(file, "utf8");
}

const isSystemError = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
