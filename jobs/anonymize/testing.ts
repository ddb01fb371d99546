import type pg from "pg";
import type { Database, Tx } from "#db/client.ts";
import type { Family } from "#lib/families.ts";
import { makeEveryFamily } from "../../test/every-family.ts";
import type { Range, Verdict } from "../engine/job.ts";
import { prepareRun } from "../engine/prepare.ts";
import { startRun } from "../engine/start.ts";
import { workRun } from "../engine/work-run.ts";
import { anonymizeBatch } from "./batch.ts";
import type { Circumstances } from "./decision.ts";
import { decisionsOfRun, dropEvidence, layDecisions } from "./evidence.ts";
import type { FrozenFamily } from "./frozen.ts";

/** A batch of no run: what it wrote down of its decisions goes with it. */
export async function batchAlone(
  tx: Tx,
  family: Family,
  frozen: FrozenFamily,
  circumstances: Circumstances,
  range: Range,
  size: number,
) {
  await layDecisions(tx, 0);
  const now = { ...circumstances, decisions: decisionsOfRun(0) };
  const outcome = await anonymizeBatch(tx, family, frozen, now, range, size);
  await dropEvidence(tx, 0);
  return outcome;
}

/** Records of every family, and for each rules that keep a library's and let go what is old or whose user has expired. */
export async function makeThreeRules({ pool }: { pool: pg.Pool }): Promise<void> {
  await makeEveryFamily(pool);
  await pool.query(`
    UPDATE console.run_limits SET share_percent = 100, margin_percent = 100;
    UPDATE console.anonymization_families SET records = true, notes = true;
    UPDATE patron.users SET expiry_date = current_date - id::int * 30 WHERE id % 3 > 0;
    WITH rules AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize)
      SELECT family, position, name, name <> 'Library' FROM console.anonymization_families,
        (VALUES (1, 'Library'), (2, 'Expired'), (3, 'Old')) AS wanted (position, name) RETURNING *)
    INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number, codes)
      SELECT id, 1, CASE name WHEN 'Library' THEN 'library' WHEN 'Expired' THEN 'daysSinceUserExpiry' ELSE 'daysSinceEnded' END::console.rule_parameter,
        CASE name WHEN 'Library' THEN 'in' ELSE '>' END::console.rule_operator,
        CASE name WHEN 'Library' THEN NULL WHEN 'Expired' THEN 100 ELSE 300 END,
        CASE name WHEN 'Library' THEN ARRAY['LAW'] END
      FROM rules`);
}

/** What tests of the verifier do with the library that `makeThreeRules` made. */
export function verifiedRuns(library: () => { db: Database; pool: pg.Pool }) {
  const ask = (text: string) => library().pool.query<Record<string, unknown>>(text);
  const value = async (text: string) => Object.values((await ask(text)).rows[0] ?? {})[0];

  /** A run that is prepared, something done to it or beside it, and its end. */
  async function runWith(fault: (id: number) => Promise<unknown>) {
    const { db, pool } = library();
    const { id } = await db.transaction("lethe_web", (tx) =>
      startRun(tx, { job: "anonymization", submittedVia: "commandLine" }),
    );
    await db.transaction("lethe_worker", (tx) => prepareRun(tx, id));
    await fault(id);
    await workRun(db, id);
    const { rows } = await pool.query<{
      status: string;
      verdict: string;
      checks: Verdict["checks"];
    }>("SELECT status, verdict, verdict_checks AS checks FROM console.job_runs WHERE id = $1", [
      id,
    ]);
    const [run] = rows;
    if (!run) throw new Error("the run is gone");
    return {
      ...run,
      faults: run.checks.filter(({ good }) => !good).map(({ name, found }) => `${name}: ${found}`),
    };
  }

  /** The first loan that the run keeps because it is of a kept library. */
  const keptLoan = async () =>
    Number(
      await value(
        "SELECT min(loan_id)::int FROM patron.loan_links WHERE finished AND library_id = 3",
      ),
    );

  /** From now on a batch that cuts a certain loan spares it, and cuts one in its place that the rules keep. */
  async function swap(): Promise<void> {
    const kept = await keptLoan();
    const spared = await value(
      "SELECT min(loan_id)::int FROM patron.loan_links WHERE finished AND library_id <> 3 AND ended_on < current_date - 300",
    );
    await ask(`
      CREATE FUNCTION public.swap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        DELETE FROM patron.loan_notes WHERE loan_id = ${kept};
        DELETE FROM patron.loan_links WHERE loan_id = ${kept};
        INSERT INTO patron.loan_links SELECT (OLD).*; RETURN NULL; END $$;
      CREATE TRIGGER swap AFTER DELETE ON patron.loan_links FOR EACH ROW
        WHEN (OLD.loan_id = ${Number(spared)}) EXECUTE FUNCTION public.swap()`);
  }

  return { ask, value, runWith, keptLoan, swap };
}
