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
  const { rows } = await tx.execute<{ after: string; upTo: string; planned: number }>(sql`
    WITH ends AS (
      SELECT low, high, least(greatest((high - low) / ${bulkKeys}, 1), ${bulksWanted})::int AS bulks
      FROM (SELECT least((SELECT min(${key}) FROM ${links}), (SELECT min(${noteKey}) FROM ${notes})) AS low,
        greatest((SELECT max(${key}) FROM ${links}), (SELECT max(${noteKey}) FROM ${notes})) AS high) AS keys
    ), counted AS (
      SELECT ((${key} - low + 1) * bulks + high - low) / (high - low + 1) AS bulk, count(*)::int AS planned
      FROM ${links}, ends WHERE ${links.finished} GROUP BY 1
    ), cut AS (
      SELECT bulk, low - 1 + (high - low + 1) * (bulk - 1) / bulks AS after, low - 1 + (high - low + 1) * bulk / bulks AS up_to
      FROM ends, generate_series(1, bulks) AS bulk WHERE high IS NOT NULL
    )
    SELECT after, up_to AS "upTo", coalesce(planned, 0) AS planned FROM cut LEFT JOIN counted USING (bulk) ORDER BY bulk`);
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
