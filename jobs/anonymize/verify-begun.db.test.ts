import { readFile } from "node:fs/promises";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import type { Tx } from "#db/client.ts";
import { databaseForEach } from "../../test/database-for-each.ts";
import { executing } from "../../test/executing.ts";
import { abortRun } from "../engine/abort.ts";
import { claimBulk, workBulk } from "../engine/bulk.ts";
import type { Run } from "../engine/job.ts";
import { prepareRun } from "../engine/prepare.ts";
import { startRun } from "../engine/start.ts";
import type { FrozenAnonymization } from "./frozen.ts";
import { makeThreeRules, verifiedRuns } from "./testing.ts";
import { verifyAnonymization } from "./verify.ts";

/* Runs of which one bulk was worked when something happened to them. */

const { home, db } = databaseForEach(makeThreeRules);
const library = () => ({ db: db(), pool: home().pool });
const { ask, value, runWith, keptLoan, swap } = verifiedRuns(library);

async function workOneBulk(id: number) {
  const { job, run } = await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
  const bulk = await db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  if (bulk) await workBulk(db(), job, run, bulk, new AbortController().signal);
  return bulk !== null;
}

describe("of a run that is aborted after its first bulk", () => {
  const stop = async (id: number) => {
    await workOneBulk(id);
    await db().transaction("lethe_web", (tx) => abortRun(tx, id));
  };

  test("what it did is found good, and what it left is not asked for", async () => {
    const { status, verdict, faults } = await runWith(stop);
    expect({ status, verdict, faults }).toEqual({ status: "aborted", verdict: "good", faults: [] });
  });

  test("a link that went in the place of another is found", async () => {
    await swap();
    const { status, faults } = await runWith(stop);
    expect({ status, faults }).toEqual({
      status: "aborted",
      faults: ["No anonymized record names a patron again: 1"],
    });
  });

  test("a listed record whose link was never touched is found, though another went in its place", async () => {
    const { status, faults } = await runWith(async (id) => {
      await stop(id);
      await ask(`
        INSERT INTO work.run_${id}_decisions (part, up_to, rule, records, keys)
          SELECT 'requests', 0, 2, 1, ARRAY[min(request_id)] FROM patron.request_links WHERE finished AND library_id <> 3 AND ended_on < current_date - 300;
        INSERT INTO console.job_counters VALUES (${id}, 'requests', 'records', 'Old', 1);
        UPDATE console.job_bulks SET visited = 1 WHERE run_id = ${id} AND part = 'requests';
        DELETE FROM patron.request_links WHERE request_id = (SELECT min(request_id) FROM patron.request_links WHERE finished AND library_id = 3)`);
    });
    expect({ status, faults }).toEqual({
      status: "aborted",
      faults: ["No anonymized record names a patron again: 1"],
    });
  });

  test("a link that was cut by hand is found, and keeps the job from running", async () => {
    const loan = await keptLoan();
    const { status, faults } = await runWith(async (id) => {
      await stop(id);
      await ask(`DELETE FROM patron.loan_notes WHERE loan_id = ${loan};
        DELETE FROM patron.loan_links WHERE loan_id = ${loan}`);
    });
    expect({ status, faults }).toEqual({
      status: "aborted",
      faults: ["No other record stopped naming its patron: 1"],
    });
    const again = db().transaction("lethe_web", (tx) =>
      startRun(tx, { job: "anonymization", submittedVia: "commandLine" }),
    );
    await expect(again).rejects.toThrow("the verifier disagrees");
  });
});

test("where nobody changes anything beside a run, its list is not looked for among the links", async () => {
  const asked: string[] = [];
  const { faults } = await runWith(async (id) => {
    const { run } = await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
    while (await workOneBulk(id));
    await db().transaction(
      "lethe_worker",
      (tx) => verifyAnonymization(recording(tx, asked), run as Run<FrozenAnonymization>, true),
      { isolation: "repeatable read" },
    );
  });
  expect(faults).toEqual([]);
  expect(asked.filter((text) => text.includes("cardinality(keys)"))).toHaveLength(4);
  expect(asked.filter((text) => text.includes("unnest(keys)"))).toEqual([]);
});

/** The same transaction, of which each statement is noted. */
function recording(tx: Tx, asked: string[]): Tx {
  const execute = (query: SQL) => {
    asked.push(new PgDialect().sqlToQuery(query).sql);
    return tx.execute(query);
  };
  return executing(tx, execute);
}

test("a run that a version before has begun goes on, and is verified", async () => {
  const law = await readFile("db/migrations/0064_run_decisions.sql", "utf8");
  const { status, verdict, faults } = await runWith(async (id) => {
    await workOneBulk(id);
    await ask(`
      ALTER TABLE work.run_${id}_decisions RENAME TO run_${id}_cuts;
      DELETE FROM work.run_${id}_cuts WHERE keys IS NULL;
      DROP INDEX work.run_${id}_decisions_part_up_to_idx;
      ALTER TABLE work.run_${id}_cuts DROP up_to, DROP rule, DROP records, ALTER keys SET NOT NULL;
      ALTER TABLE work.run_${id}_links RENAME count TO links;
      ALTER TABLE work.run_${id}_links DROP fingerprint`);
    await ask(`BEGIN; SET LOCAL ROLE lethe_owner; ${law}; COMMIT`);
    expect(
      await value(`SELECT to_regclass('work.run_${id}_decisions_part_up_to_idx')`),
    ).not.toBeNull();
  });
  expect({ status, verdict, faults }).toEqual({ status: "completed", verdict: "good", faults: [] });
  expect(await value("SELECT count(*)::int FROM pg_class WHERE relname ~ '^run_[0-9]'")).toBe(0);
});
