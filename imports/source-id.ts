import { sql } from "drizzle-orm";
import { count, type Merging } from "./merging.ts";

/** The source's id, made when it is the first time that records come from there. */
export async function sourceIdOf({ tx, source }: Merging): Promise<number> {
  await tx.execute(sql`
    INSERT INTO record.sources (name) SELECT ${source}
    WHERE NOT EXISTS (SELECT FROM record.sources WHERE name = ${source})`);
  return count(tx, sql`SELECT id FROM record.sources WHERE name = ${source}`);
}
