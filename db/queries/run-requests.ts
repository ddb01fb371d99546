import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { runRequests } from "#db/schema/index.ts";
import { Refusal } from "#lib/refusal.ts";

const KEPT_HOURS = 24;

/** A request that may be sent again: who asked with which key, and what for, both as SHA-256. */
export interface RunRequestKey {
  digest: Buffer;
  contentHash: Buffer;
}

/** What came of a request: a run, or a proposal of one; the other is null. */
export interface Outcome {
  id: number | null;
  proposal: number | null;
}

/** What this request came to before, if it did; refused when another request took its key. */
export async function outcomeBefore(
  tx: Tx,
  { digest, contentHash }: RunRequestKey,
): Promise<Outcome | undefined> {
  const [row] = await tx
    .select({
      id: runRequests.runId,
      proposal: runRequests.proposalId,
      contentHash: runRequests.contentHash,
    })
    .from(runRequests)
    .where(
      sql`${runRequests.digest} = ${digest} AND ${runRequests.createdAt} > now() - make_interval(hours => ${KEPT_HOURS})`,
    );
  if (row && !row.contentHash.equals(contentHash)) {
    throw new Refusal(
      "This Idempotency-Key was sent with another request before. Take a new one for each request.",
    );
  }
  return row && { id: row.id, proposal: row.proposal };
}

/** Makes whoever sends the same request at the same time wait until this one is committed. */
export const holdRunRequest = (tx: Tx, { digest }: RunRequestKey) =>
  tx.execute(
    sql`SELECT pg_advisory_xact_lock(hashtextextended(encode(${digest}::bytea, 'hex'), 0))`,
  );

export async function rememberRunRequest(
  tx: Tx,
  request: RunRequestKey,
  { id: runId, proposal: proposalId }: Outcome,
): Promise<void> {
  await tx.execute(
    sql`DELETE FROM ${runRequests} WHERE created_at <= now() - make_interval(hours => ${KEPT_HOURS})`,
  );
  await tx.insert(runRequests).values({ ...request, runId, proposalId });
}
