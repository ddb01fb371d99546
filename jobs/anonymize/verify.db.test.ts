import { describe, expect, test } from "vitest";
import { databaseForEach } from "../../test/database-for-each.ts";
import { startRun } from "../engine/start.ts";
import { makeThreeRules, verifiedRuns } from "./testing.ts";

/*
 * The verifier is no use if it is always content. A run is prepared, a fault planted where no run of ours
 * makes one, and the run worked to its end: it must say what is wrong, and nothing else.
 */

const { home, db } = databaseForEach(makeThreeRules);
const library = () => ({ db: db(), pool: home().pool });
const { ask, value, runWith, keptLoan, swap } = verifiedRuns(library);

test("an honest run is found good, and leaves no list of what it cut", async () => {
  const { status, verdict, faults, checks } = await runWith(async () => {});
  expect({ status, verdict, faults }).toEqual({ status: "completed", verdict: "good", faults: [] });
  expect(checks.map(({ found }) => found)).toEqual(checks.map(() => 0));
  expect(await value("SELECT count(*)::int FROM pg_class WHERE relname ~ '^run_[0-9]'")).toBe(0);
  expect(await value("SELECT count(*)::int FROM patron.loan_links WHERE finished")).toBeGreaterThan(
    50,
  );
});

describe("a fault is found", () => {
  test("where a link is cut by hand", async () => {
    const id = await keptLoan();
    const { verdict, status, faults } = await runWith(() =>
      ask(
        `DELETE FROM patron.loan_notes WHERE loan_id = ${id}; DELETE FROM patron.loan_links WHERE loan_id = ${id}`,
      ),
    );
    expect({ verdict, status }).toEqual({ verdict: "bad", status: "completedWithWarnings" });
    expect(faults).toEqual(["No other record stopped naming its patron: 1"]);
  });

  test("where a link is cut by hand and a purge of users had ended before the run began", async () => {
    const loan = await keptLoan();
    const { faults } = await runWith(() =>
      ask(`
        INSERT INTO console.job_runs (job, status, submitted_via, submitted_at, started_at, ended_at, cut_off, time_zone, frozen)
          SELECT 'purge-users', 'completed', 'screen', at, at, at, current_date, 'UTC', '{}' FROM (SELECT now() - interval '1 hour') AS before (at);
        DELETE FROM patron.loan_notes WHERE loan_id = ${loan}; DELETE FROM patron.loan_links WHERE loan_id = ${loan}`),
    );
    expect(faults).toEqual(["No other record stopped naming its patron: 1"]);
  });

  test("where the link of an active record is cut by hand", async () => {
    const { faults } = await runWith(() =>
      ask(
        "DELETE FROM patron.request_links WHERE request_id = (SELECT min(request_id) FROM patron.request_links WHERE NOT finished)",
      ),
    );
    expect(faults).toEqual(["No other record stopped naming its patron: 1"]);
  });

  test("where an active record is cut as if it were finished, and counted", async () => {
    const { faults } = await runWith((id) =>
      ask(`
        WITH gone AS (DELETE FROM patron.fee_links WHERE fee_id = (SELECT min(fee_id) FROM patron.fee_links WHERE NOT finished) RETURNING fee_id),
          listed AS (INSERT INTO work.run_${id}_decisions SELECT 'fees', 0, 0, 1, array_agg(fee_id) FROM gone)
        INSERT INTO console.job_counters SELECT ${id}, 'fees', 'records', 'Old', count(*) FROM gone`),
    );
    expect(faults).toEqual([
      "Every record that was looked at has an outcome: 1",
      "No active record was anonymized: 1",
      "Nothing was anonymized against the rules: 1",
    ]);
  });

  test("where the rules keep what is cut", async () => {
    const kept = await keptLoan();
    const { faults } = await runWith((id) =>
      ask(`
        DELETE FROM patron.loan_links WHERE loan_id = ${kept};
        INSERT INTO work.run_${id}_decisions VALUES ('loans', 0, 0, 1, ARRAY[${kept}]);
        UPDATE console.job_bulks SET visited = 1 WHERE run_id = ${id} AND part = 'loans';
        INSERT INTO console.job_counters VALUES (${id}, 'loans', 'records', 'Old', 1)`),
    );
    expect(faults).toEqual(["Nothing was anonymized against the rules: 1"]);
  });

  test("where what the rules let go is left", async () => {
    const { faults } = await runWith((id) =>
      ask(
        `UPDATE console.job_bulks SET cursor = high, status = 'done' WHERE run_id = ${id} AND part = 'requests'`,
      ),
    );
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^Nothing that the rules let go is left: \d\d/);
  });

  test("where notes are left although they should have gone", async () => {
    await ask("UPDATE console.anonymization_families SET records = false");
    const { faults } = await runWith((id) =>
      ask(
        `UPDATE console.job_bulks SET cursor = high, status = 'done' WHERE run_id = ${id} AND part = 'borrowingRequests'`,
      ),
    );
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^Nothing that the rules let go is left: \d\d/);
  });

  test.each([
    ["one more", "3"],
    ["one less", "-1"],
  ])("where a counter says %s", async (_what, change) => {
    const { faults } = await runWith((id) =>
      ask(`
        CREATE FUNCTION public.miscount() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          NEW.count := greatest(NEW.count + (${change}), 0); RETURN NEW; END $$;
        CREATE TRIGGER miscount BEFORE INSERT ON console.job_counters FOR EACH ROW
          WHEN (NEW.run_id = ${id} AND NEW.part = 'loans' AND NEW.measure = 'records' AND NEW.label = 'Old')
          EXECUTE FUNCTION public.miscount()`),
    );
    const by = Math.abs(Number(change));
    expect(faults).toEqual([
      `Every anonymized record is counted once: ${by}`,
      `Every record that was looked at has an outcome: ${by}`,
    ]);
  });

  test("where a link goes in the place of another", async () => {
    const { verdict, faults } = await runWith(swap);
    expect(verdict).toBe("bad");
    expect(faults).toEqual(["No anonymized record names a patron again: 1"]);
  });

  test("where a cut record names a patron again", async () => {
    const { faults } = await runWith(() =>
      ask(`
        CREATE FUNCTION public.restore() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
          INSERT INTO patron.borrowing_links SELECT (OLD).*; RETURN NULL; END $$;
        CREATE TRIGGER restore AFTER DELETE ON patron.borrowing_links FOR EACH ROW
          WHEN (OLD.borrowing_request_id = 40) EXECUTE FUNCTION public.restore()`),
    );
    expect(faults).toContain("No anonymized record names a patron again: 1");
  });
});

describe("nobody is blamed for", () => {
  test("what changed beside the run, which waits for the next", async () => {
    const { verdict, checks } = await runWith((id) =>
      ask(`
        UPDATE console.job_bulks SET cursor = high, status = 'done' WHERE run_id = ${id} AND part = 'requests';
        UPDATE patron.request_links SET location_id = location_id`),
    );
    expect(verdict).toBe("good");
    expect(checks.at(-1)?.how).toMatch(
      /\d+ changed.* while the run went on, and wait for the next run\.$/,
    );
  });

  test("what goes with a user who is purged", async () => {
    const { verdict, checks } = await runWith(() =>
      ask(`
        DELETE FROM patron.loan_notes USING patron.loan_links l WHERE l.loan_id = loan_notes.loan_id AND user_id = 3 AND finished;
        DELETE FROM patron.loan_links WHERE user_id = 3 AND finished;
        UPDATE patron.users SET status = 'deleted', deleted_on = current_date, primary_id = NULL WHERE id = 3`),
    );
    expect(verdict).toBe("good");
    expect(
      checks.find(({ name }) => name === "No other record stopped naming its patron")?.how,
    ).toContain("Users were purged");
  });

  test("an expiry date that moved after its loans were passed", async () => {
    await ask(
      "DELETE FROM console.rule_conditions WHERE parameter = 'daysSinceEnded'; DELETE FROM console.anonymization_rules WHERE name = 'Old'; UPDATE patron.users SET expiry_date = NULL",
    );
    const { verdict, checks } = await runWith((id) =>
      ask(`
        UPDATE console.job_bulks SET cursor = high, status = 'done' WHERE run_id = ${id};
        UPDATE patron.users SET expiry_date = current_date - 1000`),
    );
    expect({ verdict, faults: checks.filter(({ good }) => !good) }).toEqual({
      verdict: "good",
      faults: [],
    });
    expect(checks.at(-1)?.how).toContain("wait for the next run");
  });
});

test("a bad verdict keeps the job from running until somebody has looked at it", async () => {
  await runWith(() => ask("DELETE FROM patron.loan_links WHERE loan_id = 1"));
  const again = () =>
    db().transaction("lethe_web", (tx) =>
      startRun(tx, { job: "anonymization", submittedVia: "commandLine" }),
    );
  await expect(again()).rejects.toThrow("the verifier disagrees with run");
  await ask("UPDATE console.job_runs SET verdict_acknowledged_at = now()");
  await again();
});
