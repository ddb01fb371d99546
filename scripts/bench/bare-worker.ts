import { sql } from "drizzle-orm";
import { anonymizeBatch } from "#jobs/anonymize/batch.ts";
import { decisionsOfRun, layDecisions } from "#jobs/anonymize/evidence.ts";
import { included } from "#jobs/anonymize/frozen.ts";
import { anonymization, circumstances, familyOf, prepareFamily } from "#jobs/anonymize/job.ts";

/*
 * A worker without what makes a run one that can be trusted: no list of what it cut, no look at legal
 * holds, no verifier. It shows what these cost, and is used for nothing else.
 */

delete anonymization.verify;

anonymization.plan = async (tx, run) => {
  const bulks = [];
  await layDecisions(tx, run.id);
  for (const family of included(run.frozen))
    bulks.push(...(await prepareFamily(tx, run, family)).bulks);
  return bulks;
};

anonymization.batch = (tx, run, range, size) => {
  const family = familyOf(range);
  const now = {
    ...circumstances(run, family),
    held: sql`false`,
    decisions: decisionsOfRun(run.id),
    isListed: false,
  };
  return anonymizeBatch(tx, family, run.frozen.families[family], now, range, size);
};

await import("../../worker.ts");
