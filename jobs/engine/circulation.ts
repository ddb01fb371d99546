import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";

/** Milliseconds between looks. PostgreSQL's counts are about a second behind. */
const lookMilliseconds = 1_000;
/** Looks without a write after which circulation counts as quiet. */
const quietLooks = 2;

/** Whether others write records right now: a library's circulation, or an import. */
export interface Circulation {
  isQuiet(): boolean;
}

export const alwaysBusy: Circulation = { isQuiet: () => false };

/** Beside circulation a transaction's queries keep to one process each. */
export async function leaveACore(tx: Tx, circulation: Circulation): Promise<void> {
  if (circulation.isQuiet()) return;
  await tx.execute(sql`SELECT set_config('max_parallel_workers_per_gather', '0', true)`);
}

/**
 * Looks once a second, until `signal`, at how many records have ever been written, which no run does as
 * a rule. Until it has looked often enough, circulation counts as busy.
 */
export function watchCirculation(db: Database, signal: AbortSignal): Circulation {
  let written: string | undefined;
  let unchanged = 0;
  const look = async () => {
    const now = await db.transaction("lethe_worker", rowsWritten);
    unchanged = now === written ? unchanged + 1 : 0;
    written = now;
  };
  void (async () => {
    while (!signal.aborted) {
      // A database that is away is told by the run's own queries.
      await look().catch(() => (unchanged = 0));
      await sleep(lookMilliseconds, undefined, { signal }).catch(() => {});
    }
  })();
  return { isQuiet: () => unchanged >= quietLooks };
}

/** Without the months' counts of letters, which a run that writes letters adds to in each batch. */
export async function rowsWritten(tx: Tx): Promise<string> {
  const { rows } = await tx.execute<{ written: string }>(sql`
    SELECT coalesce(sum(n_tup_ins + n_tup_upd), 0)::text AS written
    FROM pg_stat_user_tables WHERE schemaname = 'record' AND relname <> 'letter_counts'`);
  return rows[0]?.written ?? "";
}
