import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import fs from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Tx } from "#db/client.ts";
import { listCertificateKeys } from "#db/queries/certificates.ts";
import { keyidOf } from "#lib/certificate.ts";
import { databaseForEach } from "../test/database-for-each.ts";
import { freshFolder } from "../test/fresh-folder.ts";
import {
  beginNewKey,
  certificateKeyFile,
  certificateKeyProblem,
  signingKey,
} from "./certificate-key.ts";

const { folder } = freshFolder();
const { home, db } = databaseForEach(() => Promise.resolve());

/** Whatever this machine or another file's test has set. */
const before = { key: process.env.LETHE_CERTIFICATE_KEY, data: process.env.LETHE_DATA };
const put = (name: string, value: string | undefined) => {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
};
beforeEach(() => {
  put("LETHE_CERTIFICATE_KEY", undefined);
  put("LETHE_DATA", folder());
});
afterEach(() => {
  put("LETHE_CERTIFICATE_KEY", before.key);
  put("LETHE_DATA", before.data);
});

const asWeb = <T>(work: (tx: Tx) => Promise<T>) => db().transaction("lethe_web", work);
const keyid = async () => keyidOf(await asWeb(signingKey));
const known = async () => (await asWeb(listCertificateKeys)).map((one) => one.keyid);
const problem = () => asWeb(certificateKeyProblem);
const waiting = async () =>
  (
    await home().pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
  ).rowCount;
const newKey = async () => (await asWeb(beginNewKey)).keyid;
const made = (type: "ed25519" | "x25519" = "ed25519") =>
  (type === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("x25519")).privateKey
    .export({ type: "pkcs8", format: "der" })
    .toString("base64");
const idOf = (text: string) =>
  keyidOf(createPrivateKey({ key: Buffer.from(text, "base64"), format: "der", type: "pkcs8" }));

test("the first certificate makes the key: its owner's file, and its public half in the database", async () => {
  expect([await problem(), await known()]).toEqual([null, []]);
  const first = await keyid();
  expect(fs.statSync(certificateKeyFile()).mode & 0o777).toBe(0o600);
  expect([await keyid(), await known(), await problem()]).toEqual([first, [first], null]);
});

test("of two first certificates at once the second waits, and is signed with the first one's key", async () => {
  let second: Promise<string> | undefined;
  const first = await asWeb(async (tx) => {
    const key = keyidOf(await signingKey(tx));
    second = keyid();
    await expect.poll(waiting).toBe(1);
    return key;
  });
  expect([await second, await known()]).toEqual([first, [first]]);
});

test("a key of the environment is taken, whatever the file says, and no file is made", async () => {
  const text = made();
  put("LETHE_CERTIFICATE_KEY", text);
  expect(await keyid()).toBe(idOf(text));
  expect(fs.existsSync(certificateKeyFile())).toBe(false);
});

test("where the key of the database is missing none is made in its place", async () => {
  const first = await keyid();
  fs.rmSync(certificateKeyFile());
  const sentence = `The certificate key is missing. Set LETHE_CERTIFICATE_KEY, which several machines share, or put ${certificateKeyFile()} back. If key ${first} is lost, begin with a new one: lethe certificate new-key`;
  await expect(keyid()).rejects.toThrow(sentence);
  expect(await problem()).toBe(sentence);
  expect(fs.existsSync(certificateKeyFile())).toBe(false);
  expect(await known()).toEqual([first]);
});

test("another key is refused, and so is one that signed before the newest", async () => {
  const first = await keyid();
  const old = fs.readFileSync(certificateKeyFile(), "utf8");
  const second = await newKey();
  expect([await keyid(), await known()]).toEqual([second, [second, first]]);
  for (const text of [old, made()]) {
    put("LETHE_CERTIFICATE_KEY", text);
    await expect(keyid()).rejects.toThrow(
      `The certificate key of LETHE_CERTIFICATE_KEY is not key ${second}, which signs the certificates of this database.`,
    );
  }
  expect(await known()).toEqual([second, first]);
});

test("a new key is begun with what was put in the old one's place, and never with an old one", async () => {
  await keyid();
  const own = made();
  put("LETHE_CERTIFICATE_KEY", own);
  expect(await newKey()).toBe(idOf(own));
  await expect(newKey()).rejects.toThrow(
    /^LETHE_CERTIFICATE_KEY holds a key that this database knows already/,
  );
  put("LETHE_CERTIFICATE_KEY", undefined);
  const third = await newKey();
  expect([await keyid(), (await known())[0], (await known()).length]).toEqual([third, third, 3]);
});

test("what is no such key, or can be read by others, is said so and signs nothing", async () => {
  for (const text of ["a secret banana", made("x25519"), made().slice(0, 40)]) {
    put("LETHE_CERTIFICATE_KEY", text);
    await expect(keyid()).rejects.toThrow(
      "LETHE_CERTIFICATE_KEY does not hold an Ed25519 key: PKCS#8 in DER, in base64.",
    );
  }
  put("LETHE_CERTIFICATE_KEY", undefined);
  fs.writeFileSync(certificateKeyFile(), made(), { mode: 0o644 });
  await expect(keyid()).rejects.toThrow(/can be read by others; run: chmod 600/);
  expect(await known()).toEqual([]);
});
