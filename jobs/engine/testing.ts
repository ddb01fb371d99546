import { databaseForEach } from "../../test/database-for-each.ts";
import { anonymizeAfter, makeManyLoans, readCounters, readFacts } from "../../test/many-loans.ts";
import type { RunStatus } from "./move-run.ts";
import { prepareRun } from "./prepare.ts";
import { startRun, type RunRequest } from "./start.ts";
import { workRun } from "./work-run.ts";

/** Of the loans that have ended, those returned more than 60 days ago go. */
const days = 60;

/** A database with loans of which some are to go, for each test of the file that calls this. */
export function freshLoans(loans = 12_000) {
  const { home, db } = databaseForEach(async ({ pool }) => {
    await makeManyLoans(pool, loans);
    await anonymizeAfter(pool, days);
  });

  const rows = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await home().pool.query<Row>(text, values)).rows;
  const number = async (text: string) => Number(Object.values((await rows(text))[0] ?? {})[0]);
  const run = async (id: number) => {
    const [found] = await rows<{
      status: RunStatus;
      problem: string | null;
      removed: number;
      expected: number | null;
      ceiling: number | null;
    }>(
      `SELECT status, problem, removed::int, expected::int, ceiling::int FROM console.job_runs WHERE id = ${id}`,
    );
    if (!found) throw new Error(`run ${id} is gone`);
    return found;
  };
  return {
    url: () => home().url,
    pool: () => home().pool,
    db,
    rows,
    number,
    run,
    status: async (id: number) => (await run(id)).status,
    start: (more: Partial<RunRequest> = {}) =>
      db().transaction("lethe_web", (tx) =>
        startRun(tx, { job: "anonymization", submittedVia: "screen", ...more }),
      ),
    prepare: (id: number) => db().transaction("lethe_worker", (tx) => prepareRun(tx, id)),
    work: (id: number) => workRun(db(), id),
    facts: () => readFacts(home().pool),
    /** Tables that a run makes for its batches and its verifier. */
    tablesOfRuns: () =>
      number("SELECT count(*) FROM pg_class WHERE relnamespace = 'work'::regnamespace"),
    counters: (id: number) => readCounters(home().pool, id),
    events: async (id: number) =>
      (
        await rows<{ message: string }>(
          `SELECT message FROM console.job_events WHERE run_id = ${id} ORDER BY id`,
        )
      ).map(({ message }) => message),
    /** SQL for the first loan from a number on that is to go: a batch waits for whoever has locked it. */
    firstToGo: (from = 1) =>
      `(SELECT min(loan_id) FROM patron.loan_links WHERE loan_id >= ${from} AND ended_on < current_date - ${days})`,
    eligible: () =>
      number(
        `SELECT count(*) FROM patron.loan_links WHERE ended_on < (now() AT TIME ZONE 'UTC')::date - ${days}`,
      ),
  };
}
