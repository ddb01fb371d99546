import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { families, type Family } from "#lib/families.ts";
import type { Job, Range, Run, Size } from "../engine/job.ts";
import { anonymizeBatch } from "./batch.ts";
import { cutsOfRun, dropEvidence, layEvidence, noteLinks } from "./evidence.ts";
import { decidedRecords } from "./decided.ts";
import { smallestRetained, type Circumstances } from "./decision.ts";
import { freezeRules, frozenAnonymization, included, type FrozenAnonymization } from "./frozen.ts";
import { freezeRanks, ranksOfRun } from "./ranks.ts";
import { overLimitOf } from "./over-limit.ts";
import { familySize } from "./size.ts";
import { verifyAnonymization } from "./verify.ts";

/** Rows worth a bulk of their own, and the most bulks of a family: enough for many hands to share. */
const bulkRows = 5_000;
const mostBulks = 20;
/** Slices that keys are counted in, from which bulks of about equal work are put together. */
const slices = 1_000;

export const anonymization: Job<FrozenAnonymization> = {
  name: "anonymization",
  title: "Fulfillment – Handle Historical Archiving",
  things: "links and notes",
  thingsOfOne: "finished records",

  freeze: async (tx) => freezeRules(tx, await readAnonymization(tx)),

  parse: (stored) => frozenAnonymization.parse(stored),

  async plan(tx, run) {
    const bulks = [];
    await layEvidence(tx, run.id);
    for (const family of included(run.frozen)) {
      const prepared = await prepareFamily(tx, run, family);
      await noteLinks(tx, run.id, family, prepared.links);
      bulks.push(...prepared.bulks);
    }
    return bulks;
  },

  async size(tx, run, limit) {
    const sizes: Size[] = [];
    for (const family of included(run.frozen)) {
      sizes.push(
        await familySize(tx, family, run.frozen.families[family], circumstances(run, family)),
      );
    }
    const sum = (of: "removes" | "total") => sizes.reduce((total, size) => total + size[of], 0);
    const size = { removes: sum("removes"), total: sum("total") };
    if (!limit) return size;
    const over = await overLimitOf(
      tx,
      run.frozen,
      limit,
      (family) =>
        sql`(${decidedRecords(family, run.frozen.families[family], circumstances(run, family))})`,
    );
    return { ...size, over };
  },

  batch(tx, run, range, size) {
    const family = familyOf(range);
    const frozen = run.frozen.families[family];
    const cuts = cutsOfRun(run.id);
    return anonymizeBatch(tx, family, frozen, { ...circumstances(run, family), cuts }, range, size);
  },

  verify: verifyAnonymization,

  async clean(tx, run) {
    for (const family of families)
      await tx.execute(sql`DROP TABLE IF EXISTS ${ranksOfRun(run.id, family)}`);
    await dropEvidence(tx, run.id);
  },

  isEffect: (measure) => measure === "records" || measure === "notes",
};

/** Freezes the ranks that the family's rules ask, and cuts its bulks. */
export async function prepareFamily(tx: Tx, run: Run<FrozenAnonymization>, family: Family) {
  const ranks = ranksOfRun(run.id, family);
  await freezeRanks(tx, family, run.frozen.families[family], ranks, "LOGGED");
  return cutIntoBulks(tx, family);
}

/** What the run's decisions are taken in. */
export function circumstances(run: Run<FrozenAnonymization>, family: Family): Circumstances {
  const asks = smallestRetained(run.frozen.families[family]) !== null;
  return { cutOff: run.cutOff, ranks: asks ? ranksOfRun(run.id, family) : null };
}

/** Contiguous key ranges of about equal work, which together cover every link and every note, and how many links there are. */
async function cutIntoBulks(tx: Tx, family: Family) {
  const { links, key, notes, noteKey } = familyTables[family];
  const { rows } = await tx.execute<{ low: string | null; high: string | null }>(sql`
    SELECT least((SELECT min(${key}) FROM ${links}), (SELECT min(${noteKey}) FROM ${notes})) AS low,
      greatest((SELECT max(${key}) FROM ${links}), (SELECT max(${noteKey}) FROM ${notes})) AS high`);
  const [keys] = rows;
  if (!keys?.low || !keys.high) return { bulks: [], links: 0 };
  const [low, high] = [Number(keys.low), Number(keys.high)];
  const width = Math.ceil((high - low + 1) / slices);
  const counted = await tx.execute<{ slice: string; finished: number; links: number }>(sql`
    SELECT (${key} - ${low}) / ${width} AS slice, count(*) FILTER (WHERE ${links.finished})::int AS finished,
      count(*)::int AS links FROM ${links} GROUP BY 1 ORDER BY 1`);
  const sum = (of: "finished" | "links") => counted.rows.reduce((total, row) => total + row[of], 0);
  const enough = Math.max(sum("finished") / mostBulks, bulkRows);
  const bulks = [{ part: family, after: low - 1, upTo: high, planned: 0 }];
  for (const { slice: number, finished } of counted.rows) {
    const last = bulks.at(-1);
    const sliceStart = low + Number(number) * width;
    if (last && last.planned >= enough) {
      last.upTo = sliceStart - 1;
      bulks.push({ part: family, after: sliceStart - 1, upTo: high, planned: finished });
    } else if (last) last.planned += finished;
  }
  return { bulks, links: sum("links") };
}

export function familyOf(range: Range): Family {
  const family = families.find((name) => name === range.part);
  if (!family) throw new Error(`no family is called ${range.part}`);
  return family;
}
