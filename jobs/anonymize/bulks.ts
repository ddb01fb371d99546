import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import { fingerprint } from "./evidence.ts";

/** Rows worth a bulk of their own, and the most bulks of a family: enough for many hands to share. */
const bulkRows = 5_000;
const mostBulks = 20;
/** Finished links, about, that tell where bulks begin; where there are no more all do, and each bulk is planned as it is. */
const sampled = 50_000;

interface Counted extends Record<string, unknown> {
  low: string | null;
  high: string | null;
  finished: number;
  /** Of all links. */
  count: number;
  fingerprint: string;
}

/**
 * Contiguous key ranges of about equal work, which together cover every link and every note; how many links there are with
 * the fingerprint of their keys, and the last key looked at, 0 where there is none.
 */
export async function cutIntoBulks(tx: Tx, family: Family) {
  const { links, key, notes, noteKey } = familyTables[family];
  const { rows } = await tx.execute<Counted>(sql`
    SELECT least((SELECT min(${key}) FROM ${links}), (SELECT min(${noteKey}) FROM ${notes})) AS low,
      greatest((SELECT max(${key}) FROM ${links}), (SELECT max(${noteKey}) FROM ${notes})) AS high, counted.*
    FROM (SELECT (count(*) FILTER (WHERE ${links.finished}))::float8 AS finished, count(*)::float8 AS count,
      ${fingerprint(sql`${key}`)} AS fingerprint FROM ${links}) AS counted`);
  const [all] = rows;
  if (!all?.low || !all.high) return { bulks: [], links: { count: 0, fingerprint: "0", last: 0 } };
  const [low, last] = [Number(all.low), Number(all.high)];
  const starts = await sampleStarts(tx, family, { low, last, finished: all.finished });
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
  return {
    bulks: bulks.length > 0 ? bulks : [whole],
    links: { count: all.count, fingerprint: all.fingerprint, last },
  };
}

/**
 * The first finished link of each bulk, and the share of all of them that the bulk's end has behind it, by a sample of
 * whole pages. Links that have come since they were counted, by an import, are the next run's.
 */
async function sampleStarts(
  tx: Tx,
  family: Family,
  { low, last, finished }: { low: number; last: number; finished: number },
) {
  const { links, key } = familyTables[family];
  const bulks = Math.min(Math.max(Math.floor(finished / bulkRows), 1), mostBulks);
  const percent = Math.min((100 * sampled) / finished, 100);
  const { rows } = await tx.execute<{ start: string; done: number }>(sql`
    SELECT min(key) AS start, (sum(count(*)) OVER (ORDER BY bulk) / sum(count(*)) OVER ())::float8 AS done
    FROM (SELECT ${key} AS key, ntile(${bulks}) OVER (ORDER BY ${key}) AS bulk
      FROM ${links} TABLESAMPLE SYSTEM (${percent})
      WHERE ${links.finished} AND ${key} BETWEEN ${low} AND ${last}) AS sample
    GROUP BY bulk ORDER BY bulk`);
  return rows;
}
