import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";

/**
 * Memory for statements that ask every record at once, until the transaction ends. A decision looks keys
 * up in a list, which PostgreSQL hashes only if it fits, and would else read anew for each record; groups
 * that do not fit are sorted on disk by one process. Batches look up a few keys and need none of it.
 */
export const makeRoom = (tx: Tx) =>
  tx.execute(
    sql`SELECT set_config('work_mem', '256MB', true), set_config('parallel_tuple_cost', '0.001', true)`,
  );
