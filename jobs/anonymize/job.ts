import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { families, type Family } from "#lib/families.ts";
import type { Job, Range } from "../engine/job.ts";
import { anonymizeBatch } from "./batch.ts";
import { smallestRetained } from "./decision.ts";
import { freezeRules, frozenAnonymization, type FrozenAnonymization } from "./frozen.ts";
import { freezeRanks, ranksOfRun } from "./ranks.ts";

/** Keys worth a bulk of their own, and the most bulks of a family: enough for many hands to share. */
const bulkKeys = 5_000;
const bulksWanted = 20;

export const anonymization: Job<FrozenAnonymization> = {
  name: "anonymization",
  title: "Fulfillment – Handle Historical Archiving",

  freeze: async (tx) => freezeRules(tx, await readAnonymization(tx)),

  parse: (stored) => frozenAnonymization.parse(stored),

  async plan(tx, run) {
    const bulks = [];
    for (const family of included(run.frozen)) {
      await freezeRanks(
        tx,
        family,
        run.frozen.families[family],
        ranksOfRun(run.id, family),
        "UNLOGGED",
      );
      bulks.push(...(await cutIntoBulks(tx, family)));
    }
    return bulks;
  },

  batch(tx, run, range, size) {
    const family = familyOf(range);
    const frozen = run.frozen.families[family];
    const ranks = smallestRetained(frozen) === null ? null : ranksOfRun(run.id, family);
    return anonymizeBatch(tx, family, frozen, { cutOff: run.cutOff, ranks }, range, size);
  },

  async clean(tx, run) {
    for (const family of families)
      await tx.execute(sql`DROP TABLE IF EXISTS ${ranksOfRun(run.id, family)}`);
  },

  isEffect: (measure) => measure !== "heldBack",
};

/** Families of which anything is to go. */
export const included = (frozen: FrozenAnonymization): Family[] =>
  families.filter((family) => frozen.families[family].records || frozen.families[family].notes);

/** Contiguous key ranges, which together cover every link and every note. */
async function cutIntoBulks(tx: Tx, family: Family): Promise<(Range & { planned: number })[]> {
  const { links, key, notes, noteKey } = familyTables[family];
  const { rows } = await tx.execute<{ low: string | null; high: string | null }>(sql`
    SELECT least((SELECT min(${key}) FROM ${links}), (SELECT min(${noteKey}) FROM ${notes})) AS low,
      greatest((SELECT max(${key}) FROM ${links}), (SELECT max(${noteKey}) FROM ${notes})) AS high`);
  const [keys] = rows;
  if (!keys?.low || !keys.high) return [];
  const [low, high] = [Number(keys.low), Number(keys.high)];
  const width = Math.max(Math.ceil((high - low + 1) / bulksWanted), bulkKeys);
  // The numbers are written out: only so is the scan of a large table shared among parallel workers.
  const bulkOf = sql`(${key} - ${sql.raw(String(low))}) / ${sql.raw(String(width))}`;
  const counted = await tx.execute<{ bulk: string; planned: number }>(
    sql`SELECT ${bulkOf} AS bulk, count(*)::int AS planned FROM ${links} WHERE ${links.finished} GROUP BY 1`,
  );
  const planned = new Map(counted.rows.map((row) => [Number(row.bulk), row.planned]));
  return Array.from({ length: Math.ceil((high - low + 1) / width) }, (_, bulk) => ({
    part: family,
    after: low - 1 + bulk * width,
    upTo: Math.min(low - 1 + (bulk + 1) * width, high),
    planned: planned.get(bulk) ?? 0,
  }));
}

function familyOf(range: Range): Family {
  const family = families.find((name) => name === range.part);
  if (!family) throw new Error(`no family is called ${range.part}`);
  return family;
}
