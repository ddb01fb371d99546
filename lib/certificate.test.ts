import { createHash, generateKeyPairSync, verify } from "node:crypto";
import { expect, test } from "vitest";
import {
  keyidOf,
  payloadType,
  readEnvelope,
  signed,
  signedWith,
  verified,
  type Envelope,
  type Statement,
} from "./certificate.ts";
import { Refusal } from "./refusal.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const other = generateKeyPairSync("ed25519").publicKey;

const stated: Statement = {
  format: 1,
  institution: "Universitätsbibliothek",
  run: {
    id: 7,
    job: "anonymization",
    title: "Fulfillment – Handle Historical Archiving",
    submittedVia: "schedule",
    approvedBySecondPerson: false,
    submittedAt: "2026-01-05T02:00:00.000Z",
    startedAt: "2026-01-05T02:00:01.000Z",
    endedAt: "2026-01-05T02:10:00.000Z",
    timeZone: "Europe/Zurich",
    cutOff: "2026-01-05",
    status: "completed",
    softwareVersion: "0.1.0",
    frozenHash: "0".repeat(64),
  },
  counts: [{ part: "loans", measure: "records", label: "Rule 1: Anonymize loans.", count: 41_200 }],
  verdict: { good: true, checks: [{ name: "Nothing is left", found: 0, good: true }] },
  erasure: {
    outOfReachAt: "2026-01-05T02:10:00.000Z",
    erasedAt: null,
    logsRecycledAt: null,
    logsUnseen: null,
    backupsEndOn: null,
  },
  auditHead: "105:3fa95b0c77e1d204",
  issuedAt: "2026-01-06T08:00:00.000Z",
};
const certificate = signed(stated, privateKey);
const text = JSON.stringify(certificate);

test("what was signed is verified, and says what was stated", () => {
  expect(verified(readEnvelope(text), publicKey)).toEqual(stated);
  expect(signedWith(certificate)).toBe(keyidOf(publicKey));
});

test("anybody can verify it by the definitions of DSSE and Ed25519 alone", () => {
  const { payloadType: type, payload, signatures } = JSON.parse(text) as Envelope;
  const body = Buffer.from(payload, "base64");
  // PAE(type, body) = "DSSEv1" + SP + LEN(type) + SP + type + SP + LEN(body) + SP + body
  const space = Buffer.from(" ");
  const length = (bytes: Buffer) => Buffer.from(bytes.length.toString(10));
  const typed = Buffer.from(type, "utf8");
  const pae = [Buffer.from("DSSEv1"), length(typed), typed, length(body), body].flatMap(
    (part, at) => (at === 0 ? [part] : [space, part]),
  );
  const sig = Buffer.from(signatures[0]!.sig, "base64");
  expect(verify(null, Buffer.concat(pae), publicKey, sig)).toBe(true);
  const der = publicKey.export({ type: "spki", format: "der" });
  const sha256 = createHash("sha256").update(der).digest("hex");
  expect(signatures).toEqual([{ keyid: sha256.slice(0, 16), sig: signatures[0]!.sig }]);
  expect(JSON.parse(body.toString("utf8"))).toEqual(stated);
});

/** Every way to put another sign of its own kind into one place of a text. */
const altered = (value: string, signs: string): string[] =>
  [...value].flatMap((was, at) =>
    [...signs]
      .filter((sign) => sign !== was)
      .slice(0, 3)
      .map((sign) => value.slice(0, at) + sign + value.slice(at + 1)),
  );
const inBase64 = "A_-z9+/=";
const withSignature = (change: Partial<Envelope["signatures"][0]>): Envelope => ({
  ...certificate,
  signatures: [{ ...certificate.signatures[0]!, ...change }],
});
const check = (one: unknown) => () => verified(readEnvelope(JSON.stringify(one)), publicKey);

test("no sign of payload, signature, key id or type can be altered", () => {
  const { payload, signatures } = certificate;
  const changed = [
    ...altered(payload, inBase64).map((one) => ({ ...certificate, payload: one })),
    ...altered(signatures[0]!.sig, inBase64).map((sig) => withSignature({ sig })),
    ...altered(signatures[0]!.keyid, "0123f").map((keyid) => withSignature({ keyid })),
    ...altered(payloadType, "ax/").map((one) => ({ ...certificate, payloadType: one })),
  ];
  expect(changed.length).toBeGreaterThan(3000);
  for (const one of changed) expect(check(one)).toThrow(Refusal);
});

test("no byte of what was signed can be altered, whatever is said of it", () => {
  const payload = Buffer.from(certificate.payload, "base64");
  for (let at = 0; at < payload.length; at += 1) {
    const other = Buffer.from(payload);
    other[at]! ^= 1;
    expect(check({ ...certificate, payload: other.toString("base64") })).toThrow(
      /^The signature is wrong/,
    );
  }
});

test("a part of a file, something added to it, and what is no certificate are told as such", () => {
  for (let end = 0; end < text.length; end += 1)
    expect(() => readEnvelope(text.slice(0, end))).toThrow(/^This is not a certificate of erasure/);
  for (const one of [
    { ...certificate, note: "true" },
    { ...certificate, signatures: [] },
    { ...certificate, signatures: [...certificate.signatures, ...certificate.signatures] },
    { ...certificate, payload: ` ${certificate.payload}` },
    { ...certificate, payload: 7 },
    [certificate],
    null,
  ])
    expect(check(one)).toThrow(/^This is not a certificate of erasure/);
});

test("another key is told by its id, also when the certificate claims to be of it", () => {
  expect(() => verified(certificate, other)).toThrow(
    `This certificate says that it was signed with key ${keyidOf(publicKey)}; the key here is ${keyidOf(other)}.`,
  );
  expect(() => verified(withSignature({ keyid: keyidOf(other) }), other)).toThrow(
    /^The signature is wrong/,
  );
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
  expect(() => verified(withSignature({ keyid: keyidOf(rsa) }), rsa)).toThrow(
    /^The signature is wrong/,
  );
});

test("what a later version may sign is not taken for what this one knows", () => {
  const later = signed({ ...stated, format: 2 } as unknown as Statement, privateKey);
  expect(() => verified(later, publicKey)).toThrow(/A newer version does\.$/);
});
