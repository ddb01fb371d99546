import { sql } from "drizzle-orm";
import { databaseForEach } from "../../test/database-for-each.ts";
import { holdUsers, releaseHolds } from "../../test/holds.ts";
import type { LetterFacts } from "../../test/letters.ts";
import { makeLibrary } from "../../test/library.ts";
import { startRun } from "../engine/start.ts";
import { workRun } from "../engine/work-run.ts";

export const receipt = "FulLoanReceiptLetter";
export const overdue = "FulUserOverdueNoticeLetter";

/** The cut-off day of every run here. */
export const cutOff = "2026-10-20";

export const letter = (createdOn: string, more: Partial<LetterFacts> = {}): LetterFacts => ({
  userId: 1,
  letterCode: receipt,
  createdOn,
  ...more,
});

/** A database with three users for each test of the file that calls this. */
export function freshLetters() {
  const { home, db } = databaseForEach(async ({ pool }) => {
    await makeLibrary(pool, 3);
    // What is started here is started on purpose.
    await pool.query("UPDATE console.run_limits SET share_percent = 100, margin_percent = 100");
  });

  const rows = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await home().pool.query<Row>(text, values)).rows;
  const value = async (text: string) => Object.values((await rows(text))[0] ?? {})[0] as unknown;
  const start = () =>
    db().transaction("lethe_web", (tx) =>
      startRun(tx, { job: "letters-purge", submittedVia: "commandLine", asOf: cutOff }),
    );
  const work = async (id: number) => {
    await workRun(db(), id);
    const counters = await rows<{ part: string; measure: string; label: string; count: number }>(
      "SELECT part, measure, label, count::int FROM console.job_counters WHERE run_id = $1 ORDER BY 1, 2, 3",
      [id],
    );
    const status = String(await value(`SELECT status FROM console.job_runs WHERE id = ${id}`));
    return { id, status, counters };
  };
  return {
    pool: () => home().pool,
    db,
    rows,
    value,
    start,
    work,
    /** One run from its start to its end. */
    purge: async () => work((await start()).id),
    /** Days of the letters that are left, in order. */
    left: async () =>
      (
        await rows<{ day: string }>(
          "SELECT created_on::text AS day FROM patron.letters ORDER BY created_on, id",
        )
      ).map(({ day }) => day),
    months: async () =>
      (
        await rows<{ name: string }>(
          "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'patron.letters'::regclass ORDER BY 1",
        )
      ).map(({ name }) => name.replace("patron.letters_", "")),
    hold: (...users: number[]) => holdUsers(home().pool, ...users),
    release: () => releaseHolds(home().pool),
    as: (role: string, text: string) =>
      db().transaction("lethe_web", async (tx) => {
        await tx.execute(sql.raw(`RESET ROLE; SET LOCAL ROLE ${role}`));
        return tx.execute(sql.raw(text));
      }),
  };
}
