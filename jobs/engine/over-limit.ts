import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { LimitOfOne, OverLimit } from "#lib/limit-of-one.ts";

/** Of the libraries and user groups that are `counted`, as kind, code, takes and total: those of which more would go than the limit lets. */
export async function overLimit(
  tx: Tx,
  counted: SQL,
  { percent, from, most }: LimitOfOne,
): Promise<OverLimit[]> {
  const { rows } = await tx.execute<OverLimit & Record<string, unknown>>(sql`
    SELECT kind, code, takes::float8, total::float8, beyond
    FROM (${counted}) AS counted CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
      CASE WHEN total >= ${from} AND takes * 100 > total * ${percent}::integer THEN 'percent' END,
      CASE WHEN takes > ${most}::integer THEN 'most' END], NULL) AS beyond) AS asked
    WHERE beyond <> '{}'
    ORDER BY takes / total DESC, total DESC, kind, code`);
  return rows;
}
