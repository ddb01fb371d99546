import { sql, type SQL } from "drizzle-orm";
import type { UserOrder } from "#lib/user-search.ts";
import type { Tx } from "../client.ts";

/** Rows that have a place in an order, and the columns that give it. The rest of an order stands after it. */
export interface Stretch {
  where: SQL;
  keys: SQL[];
  /** Its only key is the internal ID. */
  byId?: true;
}

const live = sql`u.status <> 'deleted'`;
const deleted = sql`u.status = 'deleted'`;
const names = [
  sql`(lower(coalesce(u.last_name, '')) COLLATE "C")`,
  sql`(lower(coalesce(u.first_name, '')) COLLATE "C")`,
  sql`u.id`,
];
const ofDay = (day: SQL): Stretch[] => [
  { where: sql`${day} IS NOT NULL`, keys: [day, sql`u.id`] },
  { where: sql`${day} IS NULL`, keys: [sql`u.id`], byId: true },
];

/** Each stretch is an index read in its order; the purged, and users without the day, come last either way. */
export const stretchesOf: Record<UserOrder, Stretch[]> = {
  name: [
    { where: live, keys: names },
    { where: deleted, keys: names },
  ],
  primaryId: [
    { where: live, keys: [sql`lower(u.primary_id)`] },
    { where: deleted, keys: names },
  ],
  expiryDate: ofDay(sql`u.expiry_date`),
  purgeDate: ofDay(sql`u.purge_date`),
};

export interface Place {
  stretch: number;
  keys: unknown[];
}

/** Where a user stands in an order; undefined for one who is gone: the list begins anew. */
export async function placeOf(
  tx: Tx,
  stretches: Stretch[],
  id: number,
): Promise<Place | undefined> {
  const of = (stretch: Stretch) => sql`jsonb_build_array(${sql.join(stretch.keys, sql`, `)})`;
  const which = stretches.map(
    (stretch, index) => sql`WHEN ${stretch.where} THEN ${sql.raw(`${index}`)}`,
  );
  const keys = stretches.map((stretch) => sql`WHEN ${stretch.where} THEN ${of(stretch)}`);
  const { rows } = await tx.execute<{ stretch: number; keys: unknown[] }>(sql`
    SELECT CASE ${sql.join(which, sql` `)} END AS stretch, CASE ${sql.join(keys, sql` `)} END AS keys
    FROM patron.users u WHERE u.id = ${id}`);
  return rows[0];
}

/** The rest of a stretch: its rows behind the page before, and their order. */
export interface Part {
  where: SQL;
  /** The columns of a row and what it is ordered by, for `order`. */
  columns: SQL;
  order: SQL;
  /** Such as "> 4711", where that is all that `where` says of the page before. */
  beyondId?: SQL | undefined;
}

/** What gives the order are columns: so the planner sees that a part of it is ordered already. */
export function partOf(
  { where, keys, byId }: Stretch,
  descending: boolean,
  behind?: unknown[],
): Part {
  const list = (parts: SQL[]) => sql.join(parts, sql`, `);
  const name = (index: number) => sql.identifier(`key_${index}`);
  const beyond =
    behind && sql`${descending ? sql`<` : sql`>`} (${list(behind.map((key) => sql`${key}`))})`;
  return {
    where: beyond ? sql`${where} AND (${list(keys)}) ${beyond}` : where,
    beyondId: byId && beyond,
    columns: sql`u.*, ${list(keys.map((key, index) => sql`${key} AS ${name(index)}`))}`,
    order: list(keys.map((_, index) => sql`${name(index)}${descending ? sql` DESC` : sql``}`)),
  };
}
