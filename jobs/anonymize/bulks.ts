import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";

/** Rows worth a bulk of their own, and the most bulks of a family: enough for many hands to share. */
const bulkRows = 5_000;
const mostBulks = 20;
/** Links, about, that tell where bulks begin; where there are no more all do, and each bulk is planned as it is. */
const sampled = 50_000;

interface Counted extends Record<string, unknown> {
  low: string | null;
  high: string | null;
  links: number;
  finished: number;
}

/**
 * Contiguous key ranges of about equal work, which together cover every link and every note; how many links there are, and the
 * last key looked at, 0 where there is none.
 */
export async function cutIntoBulks(tx: Tx, family: Family) {
  const { links, key, notes, noteKey } = familyTables[family];
  const { rows } = await tx.execute<Counted>(sql`
    SELECT least((SELECT min(${key}) FROM ${links}), (SELECT min(${noteKey}) FROM ${notes})) AS low,
      greatest((SELECT max(${key}) FROM ${links}), (SELECT max(${noteKey}) FROM ${notes})) AS high, counted.*
    FROM (SELECT count(*)::float8 AS links, (count(*) FILTER (WHERE ${links.finished}))::float8 AS finished
      FROM ${links}) AS counted`);
  const [all] = rows;
  if (!all?.low || !all.high) return { bulks: [], links: 0, last: 0 };
  const [low, last] = [Number(all.low), Number(all.high)];
  const starts = await sampleStarts(tx, family, all);
  const bulks = starts.map(({ start, done }, n) => {
    const [before, next] = [starts[n - 1], starts[n + 1]];
    return {
      part: family,
      after: before ? Number(start) - 1 : low - 1,
      upTo: next ? Number(next.start) - 1 : last,
      planned: Math.round(all.finished * done) - Math.round(all.finished * (before?.done ?? 0)),
    };
  });
  const whole = { part: family, after: low - 1, upTo: last, planned: all.finished };
  return { bulks: bulks.length > 0 ? bulks : [whole], links: all.links, last };
}

/** The first finished link of each bulk, and which share of all of them is done after it, by a sample of whole pages. */
async function sampleStarts(tx: Tx, family: Family, all: Counted) {
  const { links, key } = familyTables[family];
  const bulks = Math.min(Math.max(Math.floor(all.finished / bulkRows), 1), mostBulks);
  const percent = Math.min((100 * sampled) / all.links, 100);
  const { rows } = await tx.execute<{ start: string; done: number }>(sql`
    SELECT min(key) AS start, (sum(count(*)) OVER (ORDER BY bulk) / sum(count(*)) OVER ())::float8 AS done
    FROM (SELECT ${key} AS key, ntile(${bulks}) OVER (ORDER BY ${key}) AS bulk
      FROM ${links} TABLESAMPLE SYSTEM (${percent}) WHERE ${links.finished}) AS sample
    GROUP BY bulk ORDER BY bulk`);
  return rows;
}
