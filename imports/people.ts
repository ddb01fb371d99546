import { sql } from "drizzle-orm";
import type { Merging } from "./merging.ts";

/**
 * Makes the part `people`: the accounts that the lines name by their primary ID, held until the import
 * ends. Before any of their links, and in the order of their ids, as a purge locks: one that is at work
 * on them is waited for, and leaves none of them here; one that comes later waits.
 */
export async function holdPeople({ tx, staging }: Merging): Promise<void> {
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${staging.table("people")} AS
    SELECT named.key, u.id AS user_id, u.user_group_id
    FROM (SELECT DISTINCT lower(primary_id) AS key FROM ${staging.table("lines")} WHERE primary_id IS NOT NULL) named
    JOIN patron.users u ON lower(u.primary_id) = named.key AND u.status <> 'deleted'
    ORDER BY u.id FOR KEY SHARE OF u`);
  await staging.analyze(tx, "people", ["key"]);
}
