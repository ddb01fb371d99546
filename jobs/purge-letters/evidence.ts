import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { dropStart, keepStart } from "../engine/told-apart.ts";

/** How many letters there were of each type and day before a run's first batch, and the last of them. */
export const daysOfRun = (runId: number): SQL => sql`work.${sql.identifier(`run_${runId}_days`)}`;

export async function layEvidence(tx: Tx, runId: number): Promise<void> {
  await keepStart(tx, runId);
  await tx.execute(sql`
    CREATE TABLE ${daysOfRun(runId)} AS
    SELECT letter_code, created_on, count(*) AS letters, max(id) AS last
    FROM patron.letters GROUP BY letter_code, created_on`);
}

export async function dropEvidence(tx: Tx, runId: number): Promise<void> {
  await tx.execute(sql`DROP TABLE IF EXISTS ${daysOfRun(runId)}`);
  await dropStart(tx, runId);
}
