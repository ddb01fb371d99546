import { sql } from "drizzle-orm";
import { families, type Family } from "#lib/families.ts";
import type { Tx } from "../client.ts";
import { familyTables } from "../families.ts";

export interface NamedRecords {
  family: Family;
  /** Finished records that still name a patron. */
  finished: number;
  /** Records still in use, which the job never touches. */
  active: number;
}

/** How many records of each family name a patron. Reads every link once. */
export async function namedRecords(tx: Tx): Promise<NamedRecords[]> {
  const counted = families.map((family) => {
    const { links } = familyTables[family];
    return sql`SELECT ${family}::text AS family, count(*) FILTER (WHERE ${links.finished})::float8 AS finished,
      count(*) FILTER (WHERE NOT ${links.finished})::float8 AS active FROM ${links}`;
  });
  const { rows } = await tx.execute<NamedRecords & Record<string, unknown>>(
    sql.join(counted, sql` UNION ALL `),
  );
  return families.flatMap((family) => rows.filter((row) => row.family === family));
}
