import { createHash, createHmac, randomBytes } from "node:crypto";
import path from "node:path";
import { sql } from "drizzle-orm";
import { openDatabase, type Tx } from "#db/client.ts";
import { dataFolder } from "#lib/data-folder.ts";
import type { Family } from "#lib/families.ts";
import { configuredSecret, keepSecret } from "#lib/kept-secret.ts";
import { Refusal } from "#lib/refusal.ts";

/*
 * The key behind record.seen_sources. It is never in the database, so that a copy of the database
 * alone cannot tell which numbers of the source system were ever here.
 */

const KEY_BYTES = 32;
const DIGEST_BYTES = 16;

const sourceKeyFile = () => path.join(dataFolder(), "source.key");

/** Whether imports can recognise what they have seen, in a sentence for `doctor`. */
export interface SourceKeyState {
  ok: boolean;
  sentence: string;
}

interface Facts {
  fingerprint: string | null;
  seen: boolean;
  demo: boolean;
}

/** Without `url`, of the environment's database. It must be migrated. */
export async function sourceKeyState(url?: string): Promise<SourceKeyState> {
  const database = openDatabase(url);
  try {
    return await database.transaction("lethe_import", async (tx) => judge(await readFacts(tx)));
  } finally {
    await database.end();
  }
}

async function readFacts(tx: Tx): Promise<Facts> {
  const { rows } = await tx.execute<Facts & Record<string, unknown>>(sql`
    SELECT source_key_fingerprint AS fingerprint, is_demo AS demo,
      EXISTS (SELECT FROM record.seen_sources) AS seen FROM console.institution`);
  return rows[0] ?? { fingerprint: null, seen: false, demo: false };
}

function judge(facts: Facts): SourceKeyState {
  if (facts.demo) return { ok: true, sentence: "A demo library needs no source key." };
  try {
    const key = configuredKey();
    if (key) checkKey(key, facts);
    else if (facts.fingerprint || facts.seen) throw new Refusal(missing());
    return {
      ok: true,
      sentence: key
        ? "The source key fits the database."
        : "The first import makes the source key.",
    };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, sentence: error.message };
    throw error;
  }
}

/**
 * The key of this database: from the environment or the file, and made anew only for a database that
 * has never seen a source number. A dry run makes no file: where there is no key yet it goes by
 * `unkept`, file after file.
 */
export async function sourceKey(tx: Tx, unkept?: Buffer): Promise<Buffer> {
  const facts = await readFacts(tx);
  if (unkept && facts.fingerprint === fingerprintOf(unkept)) return unkept;
  const configured = configuredKey();
  if (configured) checkKey(configured, facts);
  else if (facts.fingerprint || facts.seen) throw new Refusal(missing());
  return configured ?? unkept ?? makeKey();
}

/**
 * Records the fingerprint of a key that numbers are now written under; refuses when others have been
 * meanwhile. Not sooner: it locks the library's row, which the file that is written before confirms.
 */
export async function recordKey(tx: Tx, key: Buffer): Promise<void> {
  const facts = await readFacts(tx);
  checkKey(key, facts);
  if (facts.fingerprint) return;
  await tx.execute(
    sql`UPDATE console.institution SET source_key_fingerprint = ${fingerprintOf(key)} WHERE id = 1`,
  );
}

/** What a number counts in its source: a transaction's is its fee's number and its own. */
export type Numbered = Family | "feeTransactions" | "letters";

export const unkeptKey = (): Buffer => randomBytes(KEY_BYTES);

/** One number of one source, as `record.seen_sources` knows it. */
export function sourceDigest(
  key: Buffer,
  numbered: Numbered,
  source: string,
): (...number: string[]) => Buffer {
  const prefix = Buffer.concat([withLength(numbered), withLength(source)]);
  return (...number) =>
    createHmac("sha256", key)
      .update(Buffer.concat([prefix, ...number.map(withLength)]))
      .digest()
      .subarray(0, DIGEST_BYTES);
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const fingerprintOf = (key: Buffer) =>
  createHash("sha256").update("lethe source key").update(key).digest("hex").slice(0, 16);

function checkKey(key: Buffer, facts: Facts): void {
  if (facts.fingerprint && facts.fingerprint !== fingerprintOf(key)) {
    throw new Refusal(
      `The source key is not the one that this database was filled with (${place()}). Put the right key back; with another, records already forgotten would be taken as new.`,
    );
  }
  if (!facts.fingerprint && facts.seen) throw new Refusal(missing());
}

const place = () => (process.env.LETHE_SOURCE_KEY ? "LETHE_SOURCE_KEY" : sourceKeyFile());

const missing = () =>
  `The source key is missing: set LETHE_SOURCE_KEY or put ${sourceKeyFile()} back. No new key is made for a database that has records.`;

function configuredKey(): Buffer | undefined {
  const kept = configuredSecret("LETHE_SOURCE_KEY", sourceKeyFile());
  return kept && decode(kept.text, kept.from);
}

function decode(text: string, from: string): Buffer {
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== KEY_BYTES)
    throw new Refusal(`${from} does not hold ${KEY_BYTES} bytes in base64.`);
  return key;
}

function makeKey(): Buffer {
  const file = sourceKeyFile();
  return decode(keepSecret(file, `${randomBytes(KEY_BYTES).toString("base64")}\n`), file);
}
