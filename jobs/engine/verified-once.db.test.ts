import { expect, test } from "vitest";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { claimBulk, workBulk } from "./bulk.ts";
import { freshLoans } from "./testing.ts";
import { verifyRun } from "./verify.ts";

/* At the end of a run several hands find that it wants to be verified. */

const fresh = freshLoans(2_000);
const { signal } = new AbortController();

test("a hand whose snapshot is older than the end of the run is told of the end, and needs nothing that is gone", async () => {
  const { id } = await fresh.start();
  const { job, run } = await fresh.prepare(id);
  const claim = () => fresh.db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  for (let bulk = await claim(); bulk; bulk = await claim())
    await workBulk(fresh.db(), job, run, bulk, signal);
  let looks = 0;
  /** Sees the run as it was before another hand ends it. */
  const late: Database = {
    ...fresh.db(),
    transaction: (role, work, options) =>
      fresh.db().transaction(
        role,
        async (tx) => {
          await tx.execute(sql`SELECT status FROM console.job_runs`);
          looks += 1;
          if (looks === 1) expect(await verifyRun(fresh.db(), job, run, signal)).toBe("completed");
          return work(tx);
        },
        options,
      ),
  };
  expect(await verifyRun(late, job, run, signal)).toBe("completed");
  expect(looks).toBe(2);
  expect(await fresh.tablesOfRuns()).toBe(0);
});
