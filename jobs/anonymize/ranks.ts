import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import { smallestRetained, type Circumstances } from "./decision.ts";
import type { FrozenFamily } from "./frozen.ts";

/** A run's frozen ranks stand in a table of its own until it ends. */
export const ranksOfRun = (runId: number, family: Family): SQL =>
  sql`patron.${sql.identifier(`run_${runId}_${family}`)}`;

/**
 * Ranks each patron's finished records, latest first, and keeps those beyond the smallest number to
 * retain, as they stand now. A record that ends later is in no list, and so counts as retained.
 * Null where no rule asks for ranks.
 */
export async function freezeRanks(
  tx: Tx,
  family: Family,
  frozen: FrozenFamily,
  table: SQL,
  kind: "UNLOGGED" | "TEMPORARY",
): Promise<Circumstances["ranks"]> {
  const retained = smallestRetained(frozen);
  if (retained === null) return null;
  const { links, key, latestFirst } = familyTables[family];
  const order = sql.join(
    latestFirst.map((column) => sql`${column} DESC`),
    sql`, `,
  );
  await tx.execute(
    sql`SELECT set_config('work_mem', '256MB', true), set_config('maintenance_work_mem', '256MB', true)`,
  );
  await tx.execute(sql`
    CREATE ${sql.raw(kind)} TABLE ${table} ${kind === "TEMPORARY" ? sql`ON COMMIT DROP` : sql``} AS
    SELECT key, rank FROM (
      SELECT ${key} AS key, (row_number() OVER (PARTITION BY ${links.userId} ORDER BY ${order}))::integer AS rank
      FROM ${links} WHERE ${links.endedAt} IS NOT NULL) AS ranked
    WHERE rank > ${retained} ORDER BY key`);
  await tx.execute(sql`ALTER TABLE ${table} ADD PRIMARY KEY (key)`);
  await tx.execute(sql`ANALYZE ${table}`);
  return table;
}
