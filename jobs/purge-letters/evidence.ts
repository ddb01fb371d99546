import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";

/** How many letters there were of each type and day before a run's first batch, for its verifier. */
export const daysOfRun = (runId: number): SQL => sql`patron.${sql.identifier(`run_${runId}_days`)}`;
/** One row: the last letter that there was then, and what could be seen. */
export const startOfRun = (runId: number): SQL =>
  sql`patron.${sql.identifier(`run_${runId}_start`)}`;

export async function layEvidence(tx: Tx, runId: number): Promise<void> {
  await tx.execute(sql`
    CREATE TABLE ${startOfRun(runId)} AS
    SELECT coalesce(max(id), 0) AS last, pg_current_snapshot() AS begun FROM patron.letters`);
  await tx.execute(sql`
    CREATE TABLE ${daysOfRun(runId)} AS
    SELECT letter_code, created_on, count(*) AS letters FROM patron.letters
    WHERE id <= (SELECT last FROM ${startOfRun(runId)}) GROUP BY letter_code, created_on`);
}

export async function dropEvidence(tx: Tx, runId: number): Promise<void> {
  await tx.execute(sql`DROP TABLE IF EXISTS ${daysOfRun(runId)}, ${startOfRun(runId)}`);
}
