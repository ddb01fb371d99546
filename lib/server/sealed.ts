import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { authSecret } from "./secret.ts";

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

const key = () => createHash("sha256").update(`lethe sealed ${authSecret()}`).digest();

/**
 * A number that an address may hold where it says nothing to who reads it: which loan a user's list
 * goes on behind would tie the two together in logs and histories, long after the link is cut.
 */
export function seal(value: number): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key(), iv);
  const sealed = Buffer.concat([cipher.update(String(value)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** Undefined for what was not sealed here. */
export function unseal(text: string): number | undefined {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key(), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const open = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
    return Number(Buffer.concat([open, decipher.final()]).toString());
  } catch {
    return undefined;
  }
}
