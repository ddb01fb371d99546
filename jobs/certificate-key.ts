import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Tx } from "#db/client.ts";
import {
  holdCertificateKeys,
  listCertificateKeys,
  recordCertificateKey,
} from "#db/queries/certificates.ts";
import { keyidOf, spkiOf } from "#lib/certificate.ts";
import type { Change } from "#lib/change.ts";
import { dataFolder } from "#lib/data-folder.ts";
import { configuredSecret, keepSecret } from "#lib/kept-secret.ts";
import { Refusal } from "#lib/refusal.ts";

/*
 * The key that signs certificates of erasure. It is never in the database, so that a copy of the database
 * alone can certify nothing; its public half is.
 */

const VARIABLE = "LETHE_CERTIFICATE_KEY";
export const certificateKeyFile = () => path.join(dataFolder(), "certificate.key");

/** The key of this database; made, and its public half recorded, for the first certificate. */
export async function signingKey(tx: Tx): Promise<KeyObject> {
  await holdCertificateKeys(tx);
  const [newest] = await listCertificateKeys(tx);
  if (newest) return fitting(newest.keyid);
  const key = configuredKey() ?? makeKey();
  await recordCertificateKey(tx, keyidOf(key), spkiOf(key));
  return key;
}

/** Why nothing could be signed here, in a sentence for `doctor`; null where all is well. */
export async function certificateKeyProblem(tx: Tx): Promise<string | null> {
  const [newest] = await listCertificateKeys(tx);
  try {
    if (newest) fitting(newest.keyid);
    else configuredKey();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/**
 * From now on another key signs: one that was put in the place of the old one, or else a new file. What older
 * keys signed can be verified as before; their public halves stay.
 */
export async function beginNewKey(tx: Tx): Promise<{ change: Change; keyid: string }> {
  await holdCertificateKeys(tx);
  const known = (await listCertificateKeys(tx)).map(({ keyid }) => keyid);
  const key = unknownKey(known);
  const keyid = keyidOf(key);
  await recordCertificateKey(tx, keyid, spkiOf(key));
  const before = known[0] === undefined ? undefined : { key: known[0] };
  return {
    change: { action: "certificate.newKey", subject, before, after: { key: keyid } },
    keyid,
  };
}

const subject = "certificate key";

function unknownKey(known: readonly string[]): KeyObject {
  const configured = configuredKey();
  if (configured && !known.includes(keyidOf(configured))) return configured;
  if (process.env[VARIABLE]) {
    throw new Refusal(
      `${VARIABLE} holds a key that this database knows already. Put another one there first: openssl genpkey -algorithm ed25519 -outform DER | base64`,
    );
  }
  fs.rmSync(certificateKeyFile(), { force: true });
  return makeKey();
}

function fitting(keyid: string): KeyObject {
  const key = configuredKey();
  if (key && keyidOf(key) === keyid) return key;
  const found = key
    ? `The certificate key of ${place()} is not key ${keyid}, which signs the certificates of this database.`
    : "The certificate key is missing.";
  throw new Refusal(
    `${found} Set ${VARIABLE}, which several machines share, or put ${certificateKeyFile()} back. If key ${keyid} is lost, begin with a new one: lethe certificate new-key`,
  );
}

const place = () => (process.env[VARIABLE] ? VARIABLE : certificateKeyFile());

function configuredKey(): KeyObject | undefined {
  const kept = configuredSecret(VARIABLE, certificateKeyFile());
  return kept && decode(kept.text, kept.from);
}

function decode(text: string, from: string): KeyObject {
  try {
    const der = Buffer.from(text.trim(), "base64");
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // What the library says of it is no sentence.
  }
  throw new Refusal(`${from} does not hold an Ed25519 key: PKCS#8 in DER, in base64.`);
}

function makeKey(): KeyObject {
  const { privateKey } = generateKeyPairSync("ed25519");
  const der = privateKey.export({ type: "pkcs8", format: "der" });
  const file = certificateKeyFile();
  return decode(keepSecret(file, `${der.toString("base64")}\n`), file);
}
