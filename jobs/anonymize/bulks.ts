import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";

/** Rows worth a bulk of their own, and the most bulks of a family: enough for many hands to share. */
const bulkRows = 5_000;
const mostBulks = 20;
/** Slices that keys are counted in, from which bulks of about equal work are put together. */
const slices = 1_000;
/** Links of which it is looked at how many are finished; all of them in a small library. */
const sampledRows = 50_000;

/** Contiguous key ranges of about equal work, which together cover every link and every note, and how many links there are. */
export async function cutIntoBulks(tx: Tx, family: Family) {
  const { links, key, notes, noteKey } = familyTables[family];
  const { rows } = await tx.execute<{ low: string | null; high: string | null }>(sql`
    SELECT least((SELECT min(${key}) FROM ${links}), (SELECT min(${noteKey}) FROM ${notes})) AS low,
      greatest((SELECT max(${key}) FROM ${links}), (SELECT max(${noteKey}) FROM ${notes})) AS high`);
  const [keys] = rows;
  if (!keys?.low || !keys.high) return { bulks: [], links: 0 };
  const [low, high] = [Number(keys.low), Number(keys.high)];
  const width = Math.ceil((high - low + 1) / slices);
  // Slice by slice out of the index: grouped by an expression, PostgreSQL would sort all links.
  const { rows: counted } = await tx.execute<{ start: string; links: number }>(sql`
    SELECT start, links FROM generate_series(${low}::bigint, ${high}::bigint, ${width}::bigint) AS slice (start),
      LATERAL (SELECT count(*)::int AS links FROM ${links} WHERE ${key} >= start AND ${key} < start + ${width}::bigint) AS counted
    ORDER BY start`);
  const all = counted.reduce((total, slice) => total + slice.links, 0);
  const share = await shareFinished(tx, family, all);
  const enough = Math.max((all * share) / mostBulks, bulkRows);
  const bulks = [{ part: family, after: low - 1, upTo: high, planned: 0 }];
  for (const { start, links: number } of counted) {
    const last = bulks.at(-1);
    if (last && last.planned >= enough) {
      last.upTo = Number(start) - 1;
      bulks.push({ part: family, after: last.upTo, upTo: high, planned: number * share });
    } else if (last) last.planned += number * share;
  }
  return {
    bulks: bulks.map((bulk) => ({ ...bulk, planned: Math.round(bulk.planned) })),
    links: all,
  };
}

/** Of a family's links, from some thousands of pages at most: whether one is finished stands in no index. */
async function shareFinished(tx: Tx, family: Family, all: number): Promise<number> {
  const { links } = familyTables[family];
  const percent = Math.min(100, (100 * sampledRows) / Math.max(all, 1));
  const { rows } = await tx.execute<{ share: number }>(sql`
    SELECT coalesce(avg(${links.finished}::int), 1)::float8 AS share FROM ${links} TABLESAMPLE SYSTEM (${percent})`);
  return rows[0]?.share ?? 1;
}
