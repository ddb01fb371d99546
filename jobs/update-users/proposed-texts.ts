import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Proposal } from "#db/queries/run-proposals.ts";
import type { Permission } from "#lib/permissions.ts";
import { frozenUpdate } from "./frozen.ts";

/** What staff wrote for an update: null for what it does not ask for. */
export interface ProposedTexts {
  note: string | null;
  blockNote: string | null;
  subject: string | null;
  body: string | null;
}

interface Reader {
  staffId: string | null;
  holds(permission: Permission): boolean;
}

/**
 * The texts of a proposal for as long as it waits, for the person who asked and for whoever may decide
 * about it and sees users; from others they are withheld. Null where nothing was written or nothing waits.
 */
export async function readProposedTexts(
  tx: Tx,
  { id, job, frozen, decision, askedFor }: Proposal & { frozen: unknown },
  { staffId, holds }: Reader,
): Promise<ProposedTexts | "withheld" | null> {
  if (job !== "update-users" || decision !== null) return null;
  if ((frozenUpdate.safeParse(frozen).data?.texts ?? null) === null) return null;
  const asked = staffId !== null && staffId === askedFor;
  if (!asked && !(holds("users.run") && holds("users.read"))) return "withheld";
  const { rows } = await tx.execute<ProposedTexts & Record<string, unknown>>(
    sql`SELECT note, block_note AS "blockNote", subject, body FROM patron.proposed_texts(${id})`,
  );
  return rows[0] ?? null;
}
