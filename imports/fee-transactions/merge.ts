import { sql } from "drizzle-orm";
import { admit } from "../admission.ts";
import { countFates, type Merged, type Merging } from "../merging.ts";
import { refuseRepeats, settleRepeats, type Key } from "../repeats.ts";
import { sourceIdOf } from "../source-id.ts";
import { transactionColumns } from "./columns.ts";

const key: Key = { column: "transaction_id", of: (line) => sql.raw(`${line}.digest`) };

/**
 * Adds to the fees that are still linked the transactions never seen. A transaction is what happened:
 * it changes no balance, is not changed by a later file, and stays when the fee is anonymized.
 */
export async function mergeFeeTransactions(merging: Merging): Promise<Merged> {
  const { tx, staging } = merging;
  const sourceId = await sourceIdOf(merging);
  await settleRepeats(tx, staging, key, transactionColumns);
  await holdFees(merging, sourceId);
  await judge(merging, sourceId);
  await refuseRepeats(tx, staging, key);
  const fates = await countFates(merging, ["new", "known", "anonymized"]);
  await resolve(merging);
  const created = await admit(merging, "fee_transactions", fates.new);
  return {
    created,
    updated: 0,
    unchanged: fates.known + fates.repeated + (fates.new - created),
    alreadyAnonymized: fates.anonymized,
  };
}

/** Holds the links of the fees, in key order, until the import ends: a run that would cut one waits. */
async function holdFees({ tx, staging }: Merging, sourceId: number): Promise<void> {
  await tx.execute(sql`
    SELECT count(*) FROM (SELECT FROM patron.fee_links k WHERE k.source_id = ${sourceId}::smallint
        AND k.source_number IN (SELECT fee_id FROM ${staging.table("lines")} WHERE reason IS NULL)
      ORDER BY k.fee_id FOR KEY SHARE) held`);
}

async function judge({ tx, staging }: Merging, sourceId: number): Promise<void> {
  const [lines, fates] = [staging.table("lines"), staging.table("fates")];
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${fates} AS
    SELECT s.line, k.fee_id, CASE
      WHEN k.fee_id IS NULL AND seen_fee.digest IS NULL THEN 'unknownFee'
      WHEN k.fee_id IS NULL THEN 'anonymized'
      WHEN s.created::date > current_date THEN 'createdLater'
      WHEN seen.digest IS NULL THEN 'new'
      ELSE 'known' END AS fate
    FROM ${lines} s
    LEFT JOIN patron.fee_links k ON k.source_id = ${sql.raw(`${sourceId}`)} AND k.source_number = s.fee_id
    LEFT JOIN record.seen_sources seen ON seen.digest = s.digest
    LEFT JOIN record.seen_sources seen_fee ON seen_fee.digest = s.fee_digest
    WHERE s.reason IS NULL AND NOT s.repeated`);
  await tx.execute(sql`ANALYZE ${fates}`);
  await tx.execute(sql`
    UPDATE ${lines} l
    SET bad_column = CASE f.fate WHEN 'unknownFee' THEN 'fee_id' ELSE 'created' END,
      reason = CASE f.fate WHEN 'unknownFee' THEN 'No fee has this number.'
        ELSE 'created lies after today.' END
    FROM ${fates} f WHERE f.line = l.line AND f.fate IN ('unknownFee', 'createdLater')`);
}

/** Makes the part that patron.admit_fee_transactions takes, in the order of the digests. */
async function resolve({ tx, staging }: Merging): Promise<void> {
  const transactions = staging.table("fee_transactions");
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${transactions} AS
    SELECT s.digest, s.line, f.fee_id, s.type, s.amount, s.created AS created_at
    FROM ${staging.table("lines")} s JOIN ${staging.table("fates")} f ON f.line = s.line
    WHERE f.fate = 'new' ORDER BY s.digest`);
  await tx.execute(sql`CREATE INDEX ON ${transactions} (digest)`);
  await staging.analyze(tx, "fee_transactions", []);
}
