import { expect, test, vi } from "vitest";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { failRun } from "./fail.ts";
import { freshLoans } from "./testing.ts";
import { workRun } from "./work-run.ts";

const fresh = freshLoans(30_000);
const never = new AbortController().signal;
const soon = { timeout: 20_000, interval: 20 };

/** No row is to blame for it; that it happened is seen from outside, since a sequence is not rolled back. */
const failBeyond = (loan: number) =>
  fresh.rows(`
    CREATE SEQUENCE patron.failures;
    CREATE FUNCTION patron.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      PERFORM nextval('patron.failures');
      RAISE EXCEPTION 'no' USING ERRCODE = 'insufficient_privilege';
    END $$;
    CREATE TRIGGER fail BEFORE DELETE ON patron.loan_links
      FOR EACH ROW WHEN (OLD.loan_id > ${loan}) EXECUTE FUNCTION patron.fail()`);
const inTransactions = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
  AND application_name = 'lethe' AND state <> 'idle'`;

test("where one hand fails the other ends its batch and begins no further one", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  const [bulk] = await fresh.rows<{ high: string }>(
    "SELECT high FROM console.job_bulks ORDER BY id",
  );
  await failBeyond(Number(bulk!.high));
  const other = await fresh.pool().connect();
  await other.query(
    `BEGIN; SELECT FROM patron.loan_links WHERE loan_id = ${fresh.firstToGo()} FOR UPDATE`,
  );
  const working = workRun(fresh.db(), id, { circulation: { isQuiet: () => true } });
  const ended = expect(working).rejects.toThrow();
  await vi.waitUntil(() => fresh.number("SELECT is_called::int FROM patron.failures"), soon);
  // Only the hand that waits for the loan is left in a transaction.
  await vi.waitUntil(async () => (await fresh.number(inTransactions)) === 1, soon);
  await other.query("COMMIT");
  other.release();
  await ended;
  expect(await fresh.status(id)).toBe("failed");
  expect(await fresh.number("SELECT sum(batches) FROM console.job_bulks")).toBeLessThanOrEqual(1);
});

test("a run is ended as failed though a batch of another worker waits for it crosswise", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  const batch = await fresh.pool().connect();
  await batch.query(`BEGIN; SET LOCAL deadlock_timeout = '1min';
    INSERT INTO work.run_${id}_decisions VALUES ('loans', 1, 0, 1, '{1}')`);
  const failing = failRun(fresh.db(), id, new Error("a bug"), never);
  await untilSomebodyWaits(fresh.pool());
  await batch.query(`UPDATE console.job_runs SET removed = removed + 1 WHERE id = ${id}`);
  await batch.query("COMMIT");
  batch.release();
  await failing;
  expect(await fresh.run(id)).toMatchObject({ status: "failed", removed: 1 });
  expect(await fresh.tablesOfRuns()).toBe(0);
});
