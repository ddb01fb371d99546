import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { databaseForEach } from "../../test/database-for-each.ts";
import { abortRun } from "../engine/abort.ts";
import { claimBulk, workBulk } from "../engine/bulk.ts";
import { prepareRun } from "../engine/prepare.ts";
import { startRun } from "../engine/start.ts";
import { makeThreeRules, verifiedRuns } from "./testing.ts";

/* Runs of which one bulk was worked when something happened to them. */

const { home, db } = databaseForEach(makeThreeRules);
const library = () => ({ db: db(), pool: home().pool });
const { ask, value, runWith, keptLoan, swap } = verifiedRuns(library);

async function workOneBulk(id: number) {
  const { job, run } = await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
  const bulk = await db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  await workBulk(db(), job, run, bulk!, new AbortController().signal);
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
    await ask(law);
  });
  expect({ status, verdict, faults }).toEqual({ status: "completed", verdict: "good", faults: [] });
  expect(await value("SELECT count(*)::int FROM pg_class WHERE relname ~ '^run_[0-9]'")).toBe(0);
});
