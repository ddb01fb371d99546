import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Run, Verdict } from "../engine/job.ts";
import { changedSince, check, purgedToo, readBeside } from "../engine/told-apart.ts";
import { reasons } from "./batch.ts";
import { daysOfRun } from "./evidence.ts";
import type { FrozenLetters } from "./frozen.ts";
import { formatCount } from "#lib/format.ts";

type Found = {
  miscounted: number;
  withinPeriod: number;
  left: number;
};

/**
 * Counts the letters of each type and day once more, by queries written apart from the run, on one
 * snapshot: the caller's transaction is REPEATABLE READ.
 */
export async function verifyLettersPurge(
  tx: Tx,
  run: Run<FrozenLetters>,
  whole: boolean,
): Promise<Verdict> {
  const { usersWerePurged, holdWasReleased } = await readBeside(tx, run.id);
  const { miscounted, withinPeriod, left } = await look(tx, run);
  const beside = usersWerePurged ? ` ${purgedToo}` : "";
  const checks = [
    check(
      "Every removed letter is counted once",
      `Letters of each type past their period when the run began, against those that are left and the numbers of this report.${beside}`,
      usersWerePurged ? 0 : miscounted,
    ),
    check(
      "No letter within its period is gone",
      `Letters of each type and day when the run began, against those that are left. Whether a removed letter had been sent, or its user was on legal hold, cannot be asked any more.${beside}`,
      usersWerePurged ? 0 : withinPeriod,
    ),
    ...(whole
      ? [nothingIsLeft(left, left > 0 ? await unexplained(tx, run, holdWasReleased) : 0)]
      : []),
  ];
  return { good: checks.every(({ good }) => good), checks };
}

const nothingIsLeft = (left: number, forgotten: number) =>
  check(
    "No letter past its period is left",
    `The day of every letter, against the period of its type; not letters that are still to be sent, nor those of users on legal hold.${
      left > forgotten
        ? ` ${formatCount(left - forgotten)} changed, came off a hold or were set aside while the run went on, and wait for the next run.`
        : ""
    }`,
    forgotten,
  );

const periodsOf = ({ periods }: FrozenLetters) =>
  sql`(SELECT key AS code, value::integer AS days FROM jsonb_each_text(${JSON.stringify(periods)}::jsonb))`;

const isLeft = (run: Run<FrozenLetters>) => sql`
  FROM patron.letters l JOIN ${periodsOf(run.frozen)} period ON period.code = l.letter_code
  WHERE l.id <= (SELECT max(last) FROM ${daysOfRun(run.id)}) AND ${run.cutOff}::date - l.created_on > period.days
    AND (l.sent OR l.attempts >= 5 OR l.created_at <= (SELECT started_at FROM console.job_runs WHERE id = ${run.id}) - interval '24 hours')
    AND NOT EXISTS (SELECT FROM patron.held_users h WHERE h.user_id = l.user_id)`;

async function look(tx: Tx, run: Run<FrozenLetters>): Promise<Found> {
  const { rows } = await tx.execute<Found>(sql`
    WITH remain AS (
      SELECT letter_code, created_on, count(*) AS letters FROM patron.letters
      WHERE id <= (SELECT max(last) FROM ${daysOfRun(run.id)}) GROUP BY letter_code, created_on
    ), gone AS (
      SELECT before.letter_code, before.letters - coalesce(remain.letters, 0) AS letters,
        coalesce(${run.cutOff}::date - before.created_on > period.days, false) AS was_past
      FROM ${daysOfRun(run.id)} before LEFT JOIN remain USING (letter_code, created_on)
      LEFT JOIN ${periodsOf(run.frozen)} period ON period.code = before.letter_code
    ), by_type AS (
      SELECT letter_code, sum(letters) AS letters FROM gone WHERE was_past GROUP BY letter_code
    ), counted AS (
      SELECT label AS letter_code, sum(count) AS letters FROM console.job_counters
      WHERE run_id = ${run.id} AND measure = 'records' GROUP BY label
    )
    SELECT (SELECT coalesce(sum(abs(coalesce(by_type.letters, 0) - coalesce(counted.letters, 0))), 0)::float8
        FROM by_type FULL JOIN counted USING (letter_code)) AS miscounted,
      (SELECT coalesce(sum(greatest(letters, 0)), 0)::float8 FROM gone WHERE NOT was_past) AS "withinPeriod",
      (SELECT count(*)::float8 ${isLeft(run)}) AS "left"`);
  const [found] = rows;
  if (!found) throw new Error("a count has no row");
  return found;
}

/** What is left although nothing about it has changed since the run began. */
async function unexplained(
  tx: Tx,
  run: Run<FrozenLetters>,
  holdWasReleased: boolean,
): Promise<number> {
  const { rows } = await tx.execute<{ left: number; held: number }>(sql`
    SELECT (SELECT count(*)::float8 ${isLeft(run)}
        AND NOT ${changedSince(sql`l.xmin`, run.id)}
        AND NOT EXISTS (SELECT FROM patron.set_aside_rows a WHERE a.run_id = ${run.id} AND a.key = l.id)) AS "left",
      (SELECT coalesce(sum(count), 0)::float8 FROM console.job_counters
        WHERE run_id = ${run.id} AND measure = 'heldBack' AND label = ${reasons.held}) AS held`);
  const { left, held } = rows[0] ?? { left: 0, held: 0 };
  return holdWasReleased ? Math.max(0, left - held) : left;
}
