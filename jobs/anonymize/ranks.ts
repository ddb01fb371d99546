import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import { literal, smallestRetained, type Circumstances } from "./decision.ts";
import type { FrozenFamily } from "./frozen.ts";
import { makeRoom } from "./room.ts";

/** Shares of the patrons that PostgreSQL ranks side by side where it has the cores. */
const slices = 4;

/** A run's frozen ranks stand in a table of its own until it ends. */
export const ranksOfRun = (runId: number, family: Family): SQL =>
  sql`work.${sql.identifier(`run_${runId}_${family}`)}`;

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
  kind: "LOGGED" | "TEMPORARY",
): Promise<Circumstances["ranks"]> {
  const retained = smallestRetained(frozen);
  if (retained === null) return null;
  const { links, key, latestFirst } = familyTables[family];
  const order = sql.join(
    latestFirst.map((column) => sql`${column} DESC`),
    sql`, `,
  );
  // Of a patron's records in order, those beyond the retained ones, each with its place. An aggregate
  // over slices of the patrons, where a window function would keep PostgreSQL to one process.
  const beyond = (patrons: SQL) => sql`
    SELECT ranked.key, (ranked.place + ${literal(retained)})::integer AS rank
    FROM (SELECT (array_agg(${key} ORDER BY ${order}))[${literal(retained + 1)}:] AS keys FROM ${links}
      WHERE ${links.endedAt} IS NOT NULL AND ${patrons}
      GROUP BY ${links.userId} HAVING count(*) > ${literal(retained)}) AS patron,
      unnest(patron.keys) WITH ORDINALITY AS ranked (key, place)`;
  await makeRoom(tx);
  await tx.execute(sql`
    CREATE ${kind === "TEMPORARY" ? sql`TEMPORARY` : sql``} TABLE ${table} ${kind === "TEMPORARY" ? sql`ON COMMIT DROP` : sql``} AS
    ${sql.join((await patronSlices(tx, links.userId, links)).map(beyond), sql` UNION ALL `)} ORDER BY key`);
  // The table is in the order of its keys, so a summary of its pages finds a batch's.
  await tx.execute(sql`CREATE INDEX ON ${table} USING brin (key) WITH (pages_per_range = 8)`);
  await tx.execute(sql`ANALYZE ${table}`);
  return table;
}

/** Conditions that together cover every patron with a link, each about an equal share. */
async function patronSlices(tx: Tx, userId: SQLWrapper, links: SQLWrapper): Promise<SQL[]> {
  const { rows } = await tx.execute<{ first: string | null; last: string | null }>(
    sql`SELECT min(${userId}) AS first, max(${userId}) AS last FROM ${links}`,
  );
  const [first, last] = [Number(rows[0]?.first ?? 0), Number(rows[0]?.last ?? 0)];
  const edge = (slice: number) => first + Math.ceil(((last - first) * slice) / slices);
  return Array.from({ length: slices }, (_, slice) => {
    const from = slice === 0 ? sql`true` : sql`${userId} >= ${literal(edge(slice))}`;
    const to = slice === slices - 1 ? sql`true` : sql`${userId} < ${literal(edge(slice + 1))}`;
    return sql`${from} AND ${to}`;
  });
}
