import { randomBytes } from "node:crypto";
import path from "node:path";
import { dataFolder } from "#lib/data-folder.ts";
import { keepSecret } from "#lib/kept-secret.ts";
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

const keptSecret = () =>
  keepSecret(path.join(dataFolder(), "auth.secret"), randomBytes(32).toString("base64url"));
