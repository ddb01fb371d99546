import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { logEvent } from "./move-run.ts";
import { formatCount } from "#lib/format.ts";

/** Rows that a run may leave out before it counts as broken. */
const mostSetAside = 1_000;

/** The measure under which a run counts what it had to leave out. */
const setAsideMeasure = "setAside";

/** SQLSTATEs that one row can cause, by their beginning, and what is said of such a row. */
const reasons = [
  { code: "22", reason: "A value in it cannot be worked with" },
  { code: "23", reason: "Another row or a rule of the database stands against it" },
  { code: "P0001", reason: "A trigger of the database refused it" },
  { code: "54", reason: "It is beyond a limit of the database" },
  { code: "57014", reason: "It took too long" },
  { code: "XX001", reason: "It is damaged on disk" },
  { code: "XX002", reason: "An index of it is damaged" },
];

/** In words why a row failed; null for what no single row is to blame for. */
export const rowFault = (sqlState: string): string | null =>
  reasons.find(({ code }) => sqlState.startsWith(code))?.reason ?? null;

/** Leaving rows out has become the rule: the run is broken, not its rows. */
export class TooManySetAside extends Error {
  override name = "TooManySetAside";
}

/** Keeps which row was left as it was, and counts it under its reason. The caller moves the cursor. */
export async function setAside(
  tx: Tx,
  runId: number,
  row: { part: string; key: number; code: string },
): Promise<void> {
  const reason = rowFault(row.code) ?? "It could not be worked";
  await tx.execute(sql`INSERT INTO patron.set_aside_rows (run_id, part, key, code)
    VALUES (${runId}, ${row.part}, ${row.key}, ${row.code}) ON CONFLICT DO NOTHING`);
  await tx.execute(sql`INSERT INTO console.job_counters (run_id, part, measure, label, count)
    VALUES (${runId}, ${row.part}, ${setAsideMeasure}, ${reason}, 1)
    ON CONFLICT (run_id, part, measure, label) DO UPDATE SET count = job_counters.count + 1`);
  const count = await countSetAside(tx, runId);
  if (count > mostSetAside) {
    throw new TooManySetAside(
      `More than ${formatCount(mostSetAside)} rows could not be worked, the last with ${row.code}: the run is broken, not its rows. What was committed stays done.`,
    );
  }
  if (count === 1) {
    await logEvent(
      tx,
      runId,
      `A row could not be worked and was left as it is: ${reason.toLowerCase()} (${row.code}). The rest goes on; the report counts such rows.`,
      "warning",
    );
  }
}

/** Rows that a run has left out so far. */
export async function countSetAside(tx: Tx, runId: number): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`
    SELECT coalesce(sum(count), 0)::float8 AS count FROM console.job_counters
    WHERE run_id = ${runId} AND measure = ${setAsideMeasure}`);
  return rows[0]?.count ?? 0;
}
