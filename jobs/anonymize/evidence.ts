import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { families, type Family } from "#lib/families.ts";
import { dropStart, keepStart } from "../engine/told-apart.ts";

/**
 * What a run leaves for its verifier: what each batch that cuts links decided, one row for each rule, with the
 * records that it cut, and which links there were before the first. Logged: a server that loses its last batches
 * keeps what was told of those before. Ids of records alone, and gone with the verdict.
 */
export const decisionsOfRun = (runId: number): SQL =>
  sql`work.${sql.identifier(`run_${runId}_decisions`)}`;
export const linksOfRun = (runId: number): SQL => sql`work.${sql.identifier(`run_${runId}_links`)}`;

/** Where all keys are below this, integers hold them, with room for those that are added while a run is planned. */
const narrow = 2 ** 30;

/** As narrow as its largest key allows: the list is written once for each record that goes. */
export const keyType = (largest: number): SQL => (largest < narrow ? sql`integer` : sql`bigint`);

export async function layEvidence(tx: Tx, runId: number): Promise<void> {
  await layDecisions(tx, runId);
  await tx.execute(sql`
    CREATE TABLE ${linksOfRun(runId)} (part text PRIMARY KEY, count bigint NOT NULL, fingerprint bigint NOT NULL, last bigint NOT NULL)`);
  await keepStart(tx, runId);
}

/** Makes the table of what batches decide, each of which is told by its family and the last key that it reached. */
export async function layDecisions(tx: Tx, runId: number): Promise<void> {
  const newest = families.map((family) => {
    const { record } = familyTables[family];
    return sql`(SELECT max(${record.id}) FROM ${record})`;
  });
  const { rows } = await tx.execute<{ largest: string }>(
    sql`SELECT coalesce(greatest(${sql.join(newest, sql`, `)}), 0) AS largest`,
  );
  const type = keyType(Number(rows[0]?.largest ?? Infinity));
  // Few rows a page, so that PostgreSQL shares the batches out among processes.
  const decisions = decisionsOfRun(runId);
  await tx.execute(sql`
    CREATE TABLE ${decisions} (part text NOT NULL, up_to bigint NOT NULL, rule integer NOT NULL,
      records integer NOT NULL, keys ${type}[] STORAGE EXTERNAL)
    WITH (fillfactor = 10, parallel_workers = 2)`);
  await tx.execute(sql`CREATE INDEX ON ${decisions} (part, up_to)`);
  await tx.execute(sql`ALTER TABLE ${decisions} ALTER COLUMN keys SET STATISTICS 0`);
}

/** Notes which links a family has before the run's first batch, up to which record. */
export async function noteLinks(
  tx: Tx,
  runId: number,
  family: Family,
  { count, fingerprint, last }: { count: number; fingerprint: string; last: number },
) {
  await tx.execute(
    sql`INSERT INTO ${linksOfRun(runId)} VALUES (${family}, ${count}, ${fingerprint}, ${last})`,
  );
}

/**
 * SQL for a number, as text, that tells sets of keys apart: the sum of their hashes of 32 bits, so that what a set has lost
 * can be subtracted. Two sets that differ have it in common by chance alone, once in some 4,000,000,000 times.
 */
export const fingerprint = (key: SQL, where = sql`true`): SQL =>
  sql`coalesce(sum(hashint8(${key})) FILTER (WHERE ${where}), 0)::text`;

/** Tells the planner how many batches there were, which it would else take for none, and give the look at them to one process. */
export const countBatches = (tx: Tx, runId: number) =>
  tx.execute(sql`ANALYZE ${decisionsOfRun(runId)}`);

export async function dropEvidence(tx: Tx, runId: number): Promise<void> {
  await tx.execute(sql`DROP TABLE IF EXISTS ${decisionsOfRun(runId)}, ${linksOfRun(runId)}`);
  await dropStart(tx, runId);
}
