import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import { literal } from "./decision.ts";
import type { FrozenFamily } from "./frozen.ts";
import { makeRoom } from "./room.ts";

/** Shares of the patrons that PostgreSQL ranks side by side where it has the cores. */
const slices = 4;

/** A run's frozen ranks stand in a table of its own until it ends. */
export const ranksOfRun = (runId: number, family: Family): SQL =>
  sql`work.${sql.identifier(`run_${runId}_${family}`)}`;

/** SQL for whether the record `key` lies beyond its patron's latest `retained`; all keys asked lie within `keys`, if given. */
export type IsBeyond = (
  key: SQLWrapper,
  retained: number,
  keys?: { after: number; upTo: number },
) => SQL;

/**
 * Asks a table of frozen ranks: its blocks are read once for each condition of a statement, as an array that
 * begins with the first one asked for. It takes an eighth of a byte for each id up to the last; where ids lie
 * too far apart for that, each block is looked up.
 */
export const beyondIn =
  (ranks: SQL): IsBeyond =>
  (key, retained, keys) => {
    const ofNumber = sql`r.retained = ${literal(retained)}`;
    const first = literal(blockOf(keys?.after ?? 0));
    const last = keys
      ? literal(blockOf(keys.upTo))
      : sql`(SELECT max(r.block) FROM ${ranks} AS r WHERE ${ofNumber})`;
    const places = sql`generate_series(${first}, CASE WHEN ${last} - ${first} < ${literal(mostBlocks)} THEN ${last} END)`;
    const blocks = sql`(SELECT array_agg(coalesce(r.keys, 0) ORDER BY place) FROM ${places} AS place
      LEFT JOIN ${ranks} AS r ON ${ofNumber} AND r.block = place AND r.block BETWEEN ${first} AND ${last})`;
    const place = sql`least((${key} >> 6) - ${first} + 1, 2147483647)::integer`;
    const lookedUp = sql`(SELECT r.keys FROM ${ranks} AS r WHERE ${ofNumber} AND r.block = ${key} >> 6)`;
    return sql`(coalesce(${blocks}[${place}], ${lookedUp}) >> (${key} & 63)::integer) & 1 = 1`;
  };

/** In one array: 2^30 ids, 128 MB. */
const mostBlocks = 2 ** 24;
const blockOf = (key: number): number => Math.floor(key / 64);

/**
 * Ranks each patron's finished records, latest first, and notes for each number to retain that a rule
 * names which of them lie beyond it, as they stand now: a row for 64 keys that follow each other, with a
 * bit for each. Of who is deleted nothing is retained, since nobody returns what would push it out. A
 * record that ends later has no bit, and so counts as retained. Null where no rule asks for ranks.
 */
export async function freezeRanks(
  tx: Tx,
  family: Family,
  frozen: FrozenFamily,
  table: SQL,
  kind: "LOGGED" | "TEMPORARY",
): Promise<IsBeyond | null> {
  const numbers = numbersRetained(frozen);
  if (numbers.length === 0) return null;
  const smallest = literal(Math.min(...numbers));
  const { links, key, latestFirst } = familyTables[family];
  const order = sql.join(
    latestFirst.map((column) => sql`${column} DESC`),
    sql`, `,
  );
  // Of a patron's records in order, those beyond the retained ones, each with its place. An aggregate
  // over slices of the patrons, where a window function would keep PostgreSQL to one process.
  const beyond = (patrons: SQL) => sql`
    SELECT ranked.key, ranked.place + ${smallest} AS rank
    FROM (SELECT (array_agg(${key} ORDER BY ${order}))[${smallest} + 1:] AS keys FROM ${links}
      WHERE ${links.endedAt} IS NOT NULL AND ${patrons}
      GROUP BY ${links.userId} HAVING count(*) > ${smallest}) AS patron,
      unnest(patron.keys) WITH ORDINALITY AS ranked (key, place)`;
  const ofDeleted = sql`
    SELECT ${key}, NULL FROM ${links} WHERE ${links.endedAt} IS NOT NULL
      AND ${links.userId} IN (SELECT u.id FROM patron.users u WHERE u.status = 'deleted')`;
  await makeRoom(tx);
  const slicesOfAll = (await patronSlices(tx, links.userId, links)).map(beyond);
  await tx.execute(sql`
    CREATE ${kind === "TEMPORARY" ? sql`TEMPORARY` : sql``} TABLE ${table} ${kind === "TEMPORARY" ? sql`ON COMMIT DROP` : sql``} AS
    SELECT retained, ranked.key >> 6 AS block, bit_or(1::bigint << (ranked.key & 63)::integer) AS keys
    FROM (${sql.join([...slicesOfAll, ofDeleted], sql` UNION ALL `)}) AS ranked,
      unnest(${sql.param(numbers)}::integer[]) AS retained
    WHERE ranked.rank > retained OR ranked.rank IS NULL
    GROUP BY 1, 2 ORDER BY 1, 2`);
  await tx.execute(sql`CREATE UNIQUE INDEX ON ${table} (retained, block)`);
  await tx.execute(sql`ANALYZE ${table}`);
  return beyondIn(table);
}

/** The numbers of loans to retain that rules name. */
export const numbersRetained = (frozen: FrozenFamily): number[] => {
  const numbers = frozen.rules.flatMap((rule) =>
    rule.when.flatMap((condition) =>
      condition.parameter === "loansToRetain" ? [condition.value] : [],
    ),
  );
  return [...new Set(numbers)];
};

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
