import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "../client.ts";
import type { proposalDecision } from "../schema/index.ts";
import { iso } from "./iso.ts";
import type { JobName } from "./job-runs.ts";

/** A run that waits for a second person, or what became of it. */
export interface Proposal {
  id: number;
  job: JobName;
  /** A person or a key; null for the command line, or an account that is gone. */
  proposedBy: string | null;
  /** The person, or the maker of the key, who may not approve it. */
  askedFor: string | null;
  cutOff: string;
  timeZone: string;
  expected: number;
  /** Hexadecimal. */
  hash: string;
  createdAt: string;
  expiresAt: string;
  /** Null while it waits; `outdated` once nobody decided in time. */
  decision: (typeof proposalDecision.enumValues)[number] | null;
  runId: number | null;
}

/** Those that wait, oldest first. */
export const waitingProposals = (tx: Tx): Promise<Proposal[]> =>
  readProposals(tx, sql`p.decision IS NULL AND p.expires_at > now()`);

export async function readProposal(
  tx: Tx,
  id: number,
): Promise<(Proposal & { frozen: unknown }) | null> {
  const [proposal] = await readProposals(tx, sql`p.id = ${id}`);
  if (!proposal) return null;
  const { rows } = await tx.execute<{ frozen: unknown }>(
    sql`SELECT frozen FROM console.run_proposals WHERE id = ${id}`,
  );
  return { ...proposal, frozen: rows[0]?.frozen };
}

async function readProposals(tx: Tx, which: SQL): Promise<Proposal[]> {
  const { rows } = await tx.execute<Proposal & Record<string, unknown>>(sql`
    SELECT p.id::float8 AS id, p.job, coalesce(staff.name, 'Key ' || key.name) AS "proposedBy",
      coalesce(p.staff_id, key.created_by) AS "askedFor", p.cut_off::text AS "cutOff",
      p.time_zone AS "timeZone", p.expected::float8 AS expected, encode(p.hash, 'hex') AS hash,
      ${iso(sql`p.created_at`)} AS "createdAt", ${iso(sql`p.expires_at`)} AS "expiresAt",
      CASE WHEN p.decision IS NULL AND p.expires_at <= now() THEN 'outdated' ELSE p.decision END AS decision,
      p.run_id::float8 AS "runId"
    FROM console.run_proposals p
    LEFT JOIN console.staff AS staff ON staff.id = p.staff_id
    LEFT JOIN console.api_keys AS key ON key.id = p.api_key_id
    WHERE ${which} ORDER BY p.id`);
  return rows;
}
