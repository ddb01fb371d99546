import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import { auditHeadOf } from "./audit.ts";
import { iso } from "./iso.ts";

export interface CertificateKey {
  keyid: string;
  /** PEM. */
  publicKey: string;
  /** ISO 8601 in UTC. */
  madeAt: string;
}

/** Newest first. */
export async function listCertificateKeys(tx: Tx): Promise<CertificateKey[]> {
  const { rows } = await tx.execute<CertificateKey & Record<string, unknown>>(sql`
    SELECT keyid, ${iso(sql`made_at`)} AS "madeAt",
      format(E'-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n', encode(public_key, 'base64')) AS "publicKey"
    FROM console.certificate_keys ORDER BY certificate_keys.made_at DESC, keyid`);
  return rows;
}

/** Until the transaction ends nobody else begins with a key. */
export async function holdCertificateKeys(tx: Tx): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('lethe.certificateKeys'))`);
}

export async function recordCertificateKey(tx: Tx, keyid: string, spki: Buffer): Promise<void> {
  await tx.execute(
    sql`INSERT INTO console.certificate_keys (keyid, public_key) VALUES (${keyid}, ${spki})`,
  );
}

/** What a certificate says of the moment at which it is made. */
export interface Issue extends Record<string, unknown> {
  institution: string;
  auditHead: string | null;
  issuedAt: string;
}

export async function readIssue(tx: Tx): Promise<Issue> {
  const { rows } = await tx.execute<Issue>(sql`
    SELECT name AS institution, ${iso(sql`clock_timestamp()`)} AS "issuedAt",
      (SELECT ${auditHeadOf} FROM console.audit ORDER BY id DESC LIMIT 1) AS "auditHead"
    FROM console.institution`);
  const [issue] = rows;
  if (!issue) throw new Error("the institution's row is missing");
  return issue;
}
