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

/** Linked records that one worker takes at a time. */
const bulkRecords = 100_000;

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

/** Contiguous key ranges of about equal work, which together cover every link and every note. */
async function cutIntoBulks(tx: Tx, family: Family): Promise<(Range & { planned: number })[]> {
  const { links, key, notes, noteKey } = familyTables[family];
  const { rows } = await tx.execute<{ after: string; upTo: string; planned: number }>(sql`
    WITH finished AS (
      SELECT key, (row_number() OVER (ORDER BY key) - 1) / ${bulkRecords} AS bulk
      FROM (SELECT ${key} AS key FROM ${links} WHERE ${links.finished}) AS k
    ), bulks AS (
      SELECT bulk, max(key) AS last, count(*)::int AS planned FROM finished GROUP BY bulk
    ), notes AS (SELECT max(${noteKey}) AS last FROM ${notes})
    SELECT coalesce(lag(b.last) OVER (ORDER BY b.bulk), 0) AS after,
      CASE WHEN lead(b.last) OVER (ORDER BY b.bulk) IS NULL THEN greatest(b.last, n.last) ELSE b.last END AS "upTo",
      b.planned
    FROM (SELECT * FROM bulks UNION ALL SELECT 0, 0, 0 WHERE NOT EXISTS (SELECT FROM bulks)) b CROSS JOIN notes n
    WHERE greatest(b.last, n.last) > 0 ORDER BY b.bulk`);
  return rows.map((row) => ({
    part: family,
    after: Number(row.after),
    upTo: Number(row.upTo),
    planned: row.planned,
  }));
}

function familyOf(range: Range): Family {
  const family = families.find((name) => name === range.part);
  if (!family) throw new Error(`no family is called ${range.part}`);
  return family;
}
