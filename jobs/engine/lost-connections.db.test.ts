import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { testDatabase } from "../../test/database.ts";
import { anonymizeAfter, makeManyLoans, readCounters, readFacts } from "../../test/many-loans.ts";
import { cases, isLong } from "../../test/short-or-long.ts";
import { startRun } from "./start.ts";
import { workRun } from "./work-run.ts";

test("a run whose connections are cut again and again waits for the database, and counts exactly", async () => {
  const home = await testDatabase();
  const db = openDatabase(home.url);
  await makeManyLoans(home.pool, cases(24_000, 60_000));
  await anonymizeAfter(home.pool, 30);
  const before = await readFacts(home.pool);
  const { id } = await db.transaction("lethe_web", (tx) =>
    startRun(tx, { job: "anonymization", submittedVia: "screen" }),
  );
  const enough = cases(8, 15);
  let cut = 0;
  const work = workRun(db, id, { untilEnded: true });
  const ended = work.then(() => true);
  while (cut < enough && !(await Promise.race([ended, sleep(30).then(() => false)]))) {
    const { rowCount } = await home.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lethe' AND datname = current_database()",
    );
    cut += rowCount ?? 0;
  }
  // The answer to a claim may be lost, and then nobody holds what was claimed until its lease runs out.
  if (!isLong)
    await home.pool.query(
      "UPDATE console.job_bulks SET heartbeat_at = heartbeat_at - interval '1 minute' WHERE status = 'working'",
    );
  await work;
  expect(cut).toBeGreaterThan(5);
  const after = await readFacts(home.pool);
  const counters = await readCounters(home.pool, id);
  expect(before.links - after.links).toBe(counters.records);
  expect(before.notes - after.notes).toBe(counters.notes);
  expect(after.statistics).toBe(before.statistics);
  const { rows } = await home.pool.query("SELECT status FROM console.job_runs WHERE id = $1", [id]);
  expect(rows).toEqual([{ status: "completed" }]);
  await db.end();
  await home.drop();
}, 120_000);
