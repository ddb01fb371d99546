import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import type { JobName } from "./job-runs.ts";

/** One question of the verifier. */
export interface VerdictCheck {
  name: string;
  how: string;
  found: number;
  good: boolean;
}

/** Jobs whose last verdict is bad and was looked at by nobody: they do not run. */
export async function badVerdicts(tx: Tx): Promise<{ id: number; job: JobName }[]> {
  const { rows } = await tx.execute<{ id: number; job: JobName }>(sql`
    SELECT id, job FROM (
      SELECT DISTINCT ON (job) id::float8 AS id, job, verdict, verdict_acknowledged_at
      FROM console.job_runs WHERE verdict IS NOT NULL ORDER BY job, console.job_runs.id DESC) AS last
    WHERE verdict = 'bad' AND verdict_acknowledged_at IS NULL`);
  return rows;
}
