import { createHash, randomBytes } from "node:crypto";

/** 32 characters that are not taken for one another. */
const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
const prefixCharacters = 8;
const secretBytes = 32;
const shape = /^(lethe_[a-km-np-z2-9]{8})_[A-Za-z0-9_-]{43}$/;

export interface ApiToken {
  /** `lethe_` and eight characters: what the key is known by. */
  prefix: string;
  /** The whole key, to be shown once. */
  text: string;
}

export function makeApiToken(): ApiToken {
  const known = Array.from(randomBytes(prefixCharacters), (byte) => alphabet.charAt(byte % 32));
  const prefix = `lethe_${known.join("")}`;
  return { prefix, text: `${prefix}_${randomBytes(secretBytes).toString("base64url")}` };
}

/** The prefix of what could be a key, undefined of what cannot. */
export const prefixOf = (text: string): string | undefined => shape.exec(text)?.[1];

export const hashOf = (text: string): Buffer => createHash("sha256").update(text).digest();
