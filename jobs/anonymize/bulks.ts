import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";

/** Rows worth a bulk of their own, and the most bulks of a family: enough for many hands to share. */
const bulkRows = 5_000;
const mostBulks = 20;
/** Slices that keys are counted in, from which bulks of about equal work are put together. */
const slices = 1_000;

/**
 * Contiguous key ranges of about equal work, which together cover every link and every note; how many links there are, and the
 * last key looked at, 0 where there is none.
 */
export async function cutIntoBulks(tx: Tx, family: Family) {
  const { links, key, notes, noteKey } = familyTables[family];
  const { rows } = await tx.execute<{ low: string | null; high: string | null }>(sql`
    SELECT least((SELECT min(${key}) FROM ${links}), (SELECT min(${noteKey}) FROM ${notes})) AS low,
      greatest((SELECT max(${key}) FROM ${links}), (SELECT max(${noteKey}) FROM ${notes})) AS high`);
  const [keys] = rows;
  if (!keys?.low || !keys.high) return { bulks: [], links: 0, last: 0 };
  const [low, high] = [Number(keys.low), Number(keys.high)];
  const width = Math.ceil((high - low + 1) / slices);
  // Slice by slice, in the order in which batches go: grouped by an expression, PostgreSQL would sort all links.
  const counted = await tx.execute<{ start: string; finished: number; links: number }>(sql`
    SELECT start, finished, links FROM generate_series(${low}::bigint, ${high}::bigint, ${width}::bigint) AS slice (start),
      LATERAL (SELECT count(*) FILTER (WHERE ${links.finished})::int AS finished, count(*)::int AS links
        FROM ${links} WHERE ${key} >= start AND ${key} < least(start + ${width}, ${high + 1}::bigint)) AS counted
    ORDER BY start`);
  const sum = (of: "finished" | "links") => counted.rows.reduce((total, row) => total + row[of], 0);
  const enough = Math.max(sum("finished") / mostBulks, bulkRows);
  const bulks = [{ part: family, after: low - 1, upTo: high, planned: 0 }];
  for (const { start, finished } of counted.rows) {
    const last = bulks.at(-1);
    if (last && last.planned >= enough) {
      last.upTo = Number(start) - 1;
      bulks.push({ part: family, after: last.upTo, upTo: high, planned: finished });
    } else if (last) last.planned += finished;
  }
  return { bulks, links: sum("links"), last: high };
}
