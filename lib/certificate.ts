import { createHash, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { z } from "zod";
import { Refusal } from "./refusal.ts";

/*
 * A certificate of erasure: what a run removed and how far that is gone, in a signed file that anybody can
 * check for years without Lethe's database. The envelope is DSSE (github.com/secure-systems-lab/dsse).
 */

const FORMAT = 1;
export const payloadType = "application/vnd.lethe.erasure-certificate+json";

const moment = z.iso.datetime().describe("ISO 8601, in UTC.");
const day = z.iso.date();
const count = z.number().nonnegative();

/** What is certified. It names no patron and no staff, and has nothing that staff wrote, as a rule's name. */
export const statement = z.strictObject({
  format: z.literal(FORMAT),
  institution: z.string(),
  run: z.strictObject({
    id: z.int(),
    job: z.string(),
    title: z.string(),
    submittedVia: z.string(),
    approvedBySecondPerson: z.boolean(),
    submittedAt: moment,
    startedAt: moment.nullable(),
    endedAt: moment,
    timeZone: z.string(),
    /** The day that days are counted to. */
    cutOff: day,
    status: z.string(),
    softwareVersion: z.string().nullable(),
    /** SHA-256 over the job and what it was told. */
    frozenHash: z.string().nullable(),
  }),
  counts: z.array(
    z.strictObject({
      part: z.string(),
      measure: z.string(),
      /** The rule or reason in words. */
      label: z.string(),
      count,
    }),
  ),
  /** Null where the run was not verified. */
  verdict: z
    .strictObject({
      good: z.boolean(),
      checks: z.array(z.strictObject({ name: z.string(), found: z.number(), good: z.boolean() })),
    })
    .nullable(),
  /** How far it is gone, as was known at issuedAt. */
  erasure: z.strictObject({
    outOfReachAt: moment,
    erasedAt: moment.nullable(),
    logsRecycledAt: moment.nullable(),
    logsUnseen: z.string().nullable(),
    backupsEndOn: day.nullable(),
  }),
  /** The newest entry of the audit then, N:HASH; null of an empty one. `doctor --audit-head` takes it. */
  auditHead: z.string().nullable(),
  issuedAt: moment,
});
export type Statement = z.output<typeof statement>;

/** As it is written, and no other spelling of the same bytes: what was altered is told. */
const base64 = z.string().refine((text) => Buffer.from(text, "base64").toString("base64") === text);

export const envelope = z.strictObject({
  payloadType: z.literal(payloadType),
  payload: base64.describe("The statement, JSON in base64."),
  signatures: z
    .array(
      z.strictObject({
        keyid: z
          .string()
          .regex(/^[0-9a-f]{16}$/)
          .describe("Of the public key: the first digits of SHA-256 over its SPKI in DER."),
        sig: base64.describe("Ed25519 over DSSE's PAE of the payload, in base64."),
      }),
    )
    .length(1),
});
export type Envelope = z.output<typeof envelope>;

export const spkiOf = (key: KeyObject): Buffer =>
  (key.type === "private" ? createPublicKey(key) : key).export({ type: "spki", format: "der" });

/** Of a key or of its public half: the same. */
export const keyidOf = (key: KeyObject): string =>
  createHash("sha256").update(spkiOf(key)).digest("hex").slice(0, 16);

/** What is signed: DSSE's pre-authentication encoding, so that the type is signed with the payload. */
const encoded = (payload: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);

/** `key` is a private Ed25519 key. */
export function signed(stated: Statement, key: KeyObject): Envelope {
  const payload = Buffer.from(JSON.stringify(stated));
  const sig = sign(null, encoded(payload), key).toString("base64");
  return {
    payloadType,
    payload: payload.toString("base64"),
    signatures: [{ keyid: keyidOf(key), sig }],
  };
}

export const signedWith = ({ signatures: [only] }: Envelope): string => only?.keyid ?? "";

/** The envelope of a file's text; a Refusal where it is none, or not all of one. */
export function readEnvelope(text: string): Envelope {
  const parsed = envelope.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new Refusal(notOne);
}

/** What the key signed; a Refusal says why it did not. */
export function verified(certificate: Envelope, key: KeyObject): Statement {
  const keyid = signedWith(certificate);
  if (keyidOf(key) !== keyid) {
    throw new Refusal(
      `This certificate says that it was signed with key ${keyid}; the key here is ${keyidOf(key)}.`,
    );
  }
  const payload = Buffer.from(certificate.payload, "base64");
  const sig = Buffer.from(certificate.signatures[0]?.sig ?? "", "base64");
  if (key.asymmetricKeyType !== "ed25519" || !verify(null, encoded(payload), key, sig)) {
    throw new Refusal(
      `The signature is wrong: this is not what was signed with key ${keyid}. Somebody changed it, or it was damaged.`,
    );
  }
  return stateOf(payload.toString());
}

/** Signed by the right key, so whatever does not fit was written by another version. */
function stateOf(text: string): Statement {
  const parsed = statement.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new Refusal(
    "The signature is right, but this version of Lethe does not know the form of what was signed. A newer version does.",
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

const notOne = "This is not a certificate of erasure, or not all of one.";
