import { sql, type SQL } from "drizzle-orm";
import { isHeld } from "../held.ts";
import { count, type Merging } from "../merging.ts";

/** Makes the part `held`: the accounts that a legal hold is on, and whether something of theirs stayed for it. */
export async function findHeld({ tx, staging }: Merging): Promise<void> {
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${staging.table("held")} AS
    SELECT s.user_id, false AS kept FROM ${staging.table("users")} s
    WHERE NOT s.is_new AND ${sql.raw(isHeld("s.user_id"))}`);
  await tx.execute(sql`ANALYZE ${staging.table("held")}`);
}

export const isAnyHeld = async ({ tx, staging }: Merging): Promise<boolean> =>
  (await count(tx, sql`SELECT count(*) FROM ${staging.table("held")}`)) > 0;

/** Notes that something stayed of those whose `user_id` the query has. */
export async function noteKept({ tx, staging }: Merging, query: SQL): Promise<void> {
  await tx.execute(
    sql`UPDATE ${staging.table("held")} SET kept = true WHERE NOT kept AND user_id IN (${query})`,
  );
}

export const countKept = ({ tx, staging }: Merging): Promise<number> =>
  count(tx, sql`SELECT count(*) FROM ${staging.table("held")} WHERE kept`);
