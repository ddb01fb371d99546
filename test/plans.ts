import { sql, type SQL } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { executing } from "./executing.ts";

/**
 * The plans of all that `work` asks. `isLarge`: as if of tables so large that one is read through or sorted
 * only if there is no other way; else as the planner takes the tables that there are.
 */
export const plansOf = (
  db: Database,
  work: (tx: Tx) => Promise<unknown>,
  { isLarge = true } = {},
): Promise<string[]> =>
  db.transaction("lethe_web", async (tx) => {
    if (isLarge) {
      await tx.execute(sql`SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true),
        set_config('enable_incremental_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)`);
    }
    const plans: string[] = [];
    const execute = async (query: SQL) => {
      const { rows } = await tx.execute<{ "QUERY PLAN": string }>(sql`EXPLAIN ${query}`);
      plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
      return tx.execute(query);
    };
    await work(executing(tx, execute));
    return plans;
  });
