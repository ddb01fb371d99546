import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { families, type Family } from "#lib/families.ts";
import type { Job, Range, Run, Size } from "../engine/job.ts";
import { anonymizeBatch } from "./batch.ts";
import { cutIntoBulks } from "./bulks.ts";
import { decisionsOfRun, dropEvidence, layEvidence, noteLinks } from "./evidence.ts";
import { decidedRecords } from "./decided.ts";
import type { Circumstances } from "./decision.ts";
import {
  freezeRules,
  frozenAnonymization,
  included,
  withoutPlaces,
  type FrozenAnonymization,
} from "./frozen.ts";
import { beyondIn, freezeRanks, numbersRetained, ranksOfRun } from "./ranks.ts";
import { overLimitOf } from "./over-limit.ts";
import { familySize } from "./size.ts";
import { verifyAnonymization } from "./verify.ts";

export const anonymization: Job<FrozenAnonymization> = {
  name: "anonymization",
  title: "Fulfillment – Handle Historical Archiving",
  things: "links and notes",
  thingsOfOne: "finished records",

  freeze: async (tx) => freezeRules(tx, await readAnonymization(tx)),

  parse: (stored) => frozenAnonymization.parse(stored),
  compared: withoutPlaces,

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
    const decisions = decisionsOfRun(run.id);
    const now = { ...circumstances(run, family), decisions };
    return anonymizeBatch(tx, family, frozen, now, range, size);
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
  const asks = numbersRetained(run.frozen.families[family]).length > 0;
  return { cutOff: run.cutOff, isBeyond: asks ? beyondIn(ranksOfRun(run.id, family)) : null };
}

export function familyOf(range: Range): Family {
  const family = families.find((name) => name === range.part);
  if (!family) throw new Error(`no family is called ${range.part}`);
  return family;
}
