import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { readCodeNames } from "#db/queries/codes.ts";
import { completed } from "#db/queries/job-runs.ts";
import { readRunLimits } from "#db/queries/run-limits.ts";
import { jobRuns } from "#db/schema/index.ts";
import { formatCount } from "#lib/format.ts";
import { limitOfOne, overLimitSentence } from "#lib/limit-of-one.ts";
import { alwaysAllowed, ceilingOf, lastRunsLookedAt, type RunLimits } from "#lib/run-limits.ts";
import type { AnyJob, Run, Size } from "./job.ts";
import { logEvent, moveRun } from "./move-run.ts";

/** What of a run's row its brakes ask. */
type Asked = Pick<
  typeof jobRuns.$inferSelect,
  "expected" | "confirmed" | "approvedBy" | "submittedVia"
>;

const nextStep = "Look at the preview, and start the job by hand with the number that it shows.";

const does = ({ verb }: AnyJob) => verb?.[0] ?? "remove";
const did = ({ verb }: AnyJob) => verb?.[1] ?? "removed";

/** What a run may remove at most, and in a sentence why it must not begin; null when it may. */
interface Braking {
  expected: number;
  ceiling: number;
  braked: string | null;
}

/**
 * Asked before a run's first batch. What a person confirmed a moment ago is taken at its word, anything
 * else is counted again.
 */
export async function brakeAtStart(
  tx: Tx,
  job: AnyJob,
  run: Run<unknown>,
  asked: Asked,
): Promise<Braking> {
  const limits = await readRunLimits(tx);
  const trusted = asked.confirmed && asked.approvedBy === null && asked.expected !== null;
  const ofOne = asked.confirmed ? null : limitOfOne(limits);
  const size = trusted ? null : await job.size(tx, run, ofOne);
  const expected = asked.expected ?? size?.removes ?? 0;
  const ceiling = ceilingFor(expected, asked, limits);
  const why = size && (await tooMuch(tx, job, size, { ...asked, expected, ceiling, limits }));
  const braked = why
    ? `${why} Nothing was ${did(job)}. ${nextStep}`
    : withoutSecondPerson(job, expected, asked, limits);
  return { expected, ceiling, braked };
}

/** What may go beyond the number, and not beyond what needs a second person where none was asked. */
function ceilingFor(
  expected: number,
  { approvedBy }: Asked,
  { marginPercent, approvalAbove }: RunLimits,
): number {
  const ceiling = ceilingOf(expected, marginPercent);
  const alone = approvedBy === null ? (approvalAbove ?? Infinity) : Infinity;
  return Math.max(expected, Math.min(ceiling, alone));
}

interface Allowed extends Pick<Asked, "confirmed" | "submittedVia"> {
  expected: number;
  ceiling: number;
  limits: RunLimits;
}

/** Every reason that the number counted now is too much; null when there is none. */
async function tooMuch(tx: Tx, job: AnyJob, size: Size, allowed: Allowed): Promise<string | null> {
  const { confirmed, submittedVia, limits } = allowed;
  const reasons = [
    grown(job, size, allowed),
    confirmed ? null : tooLarge(job, size, limits),
    await tooMuchOfOne(tx, job, size, limits),
    submittedVia === "schedule" ? await unlikeBefore(tx, job, size, limits) : null,
  ].filter((reason) => reason !== null);
  return reasons.length > 0 ? reasons.join(" ") : null;
}

function grown(job: AnyJob, { removes }: Size, said: { expected: number; ceiling: number }) {
  if (removes <= said.ceiling) return null;
  return `The run would ${does(job)} ${formatCount(removes)} ${job.things}; its preview said ${formatCount(said.expected)}, and ${formatCount(said.ceiling)} is the most that allows.`;
}

function tooLarge(job: AnyJob, { removes, total }: Size, { sharePercent }: RunLimits) {
  if (removes * 100 <= total * sharePercent) return null;
  return `The run would ${does(job)} ${formatCount(removes)} of ${formatCount(total)} ${job.things}, which is more than ${sharePercent} % of all.`;
}

async function tooMuchOfOne(
  tx: Tx,
  { thingsOfOne }: AnyJob,
  { over = [] }: Size,
  limits: RunLimits,
) {
  const limit = limitOfOne(limits);
  if (!limit || over.length === 0 || !thingsOfOne) return null;
  return overLimitSentence(thingsOfOne, { ...limit, over }, await readCodeNames(tx));
}

/** What nobody looks at may do only about what was done before. */
async function unlikeBefore(tx: Tx, job: AnyJob, { removes }: Size, { timesLastRuns }: RunLimits) {
  if (removes === 0) return null;
  const { rows } = await tx.execute<{ runs: number; largest: number | null }>(sql`
    SELECT count(*)::int AS runs, max(removed)::float8 AS largest FROM (
      SELECT removed FROM console.job_runs
      WHERE job = ${job.name} AND status IN ${completed}
      ORDER BY id DESC LIMIT ${lastRunsLookedAt}) AS last`);
  const { runs, largest } = rows[0] ?? { runs: 0, largest: null };
  if (runs === 0) {
    return `The job has never run to its end, and no schedule begins with that: it would ${does(job)} ${formatCount(removes)} ${job.things}.`;
  }
  if (removes <= alwaysAllowed || removes <= timesLastRuns * (largest ?? 0)) return null;
  return `The run would ${does(job)} ${formatCount(removes)} ${job.things}, more than ${timesLastRuns} times the most that one of the last runs ${did(job)} (${formatCount(largest ?? 0)}).`;
}

function withoutSecondPerson(
  job: AnyJob,
  expected: number,
  { approvedBy }: Asked,
  { approvalAbove }: RunLimits,
) {
  if (approvalAbove === null || expected <= approvalAbove || approvedBy !== null) return null;
  return `The run would ${does(job)} ${formatCount(expected)} ${job.things}, and more than ${formatCount(approvalAbove)} need a second person. Nothing was ${did(job)}. ${nextStep} A second person is then asked.`;
}

/** During a run: nobody begins another batch. It ends, as stopped by brake, when the last is in. */
export async function stopByBrake(tx: Tx, job: AnyJob, runId: number): Promise<void> {
  const [row] = await tx
    .select({ expected: jobRuns.expected, ceiling: jobRuns.ceiling })
    .from(jobRuns)
    .where(eq(jobRuns.id, runId));
  const problem = `The next batch would have gone beyond the ${formatCount(row?.ceiling ?? 0)} ${job.things} that the run may ${does(job)}; its preview said ${formatCount(row?.expected ?? 0)}.`;
  const stopped = await moveRun(tx, runId, ["running", "paused", "interrupted"], "aborting", {
    problem,
  });
  if (stopped) await logEvent(tx, runId, problem, "error");
}

/** What is said of a run that its brake stopped, once nobody works on it any more. */
export const brakedSentence = (job: AnyJob, problem: string, removed: number): string =>
  `${problem} It ${did(job)} ${formatCount(removed)}, which cannot be undone; the rest is as it was. ${nextStep}`;
