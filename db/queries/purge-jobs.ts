import { eq, sql, type SQL } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import type { PurgeOptions } from "#lib/purge-fields.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import type { RecordType } from "#lib/user-fields.ts";
import type { Tx } from "../client.ts";
import { purgeJobs, userGroups, type runStatus } from "../schema/index.ts";
import { holdSet, isVisible, type SetUser } from "./sets.ts";

/** A purge as it was described, and how its last run ended. */
export interface PurgeJob {
  id: number;
  recordType: RecordType | null;
  userGroup: string | null;
  /** The name is null where it is somebody's private set. */
  set: { id: number; name: string | null } | null;
  daysAfterPurgeDate: number;
  waiveThreshold: number;
  skipActiveRequests: boolean;
  skipUnexpired: boolean;
  /** Name of the staff account; null for a script. */
  createdBy: string | null;
  /** YYYY-MM-DD in the institution's zone. */
  createdOn: string;
  /** Null while it has never run. */
  run: { id: number; status: (typeof runStatus.enumValues)[number]; purged: number } | null;
  /** The proposal that waits for a second person. */
  waiting: number | null;
}

type Row = Omit<PurgeJob, "set" | "run"> & {
  setId: number | null;
  setName: string | null;
  run: PurgeJob["run"];
};

/** Newest first; `before` is the job that the page before ended with. */
export const listPurgeJobs = (
  tx: Tx,
  user: SetUser,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<PurgeJob[]> =>
  readPurgeJobs(tx, user, before === undefined ? sql`true` : sql`p.id < ${before}`, limit);

async function readPurgeJobs(
  tx: Tx,
  user: SetUser,
  which: SQL,
  limit: number,
): Promise<PurgeJob[]> {
  const { rows } = await tx.execute<Row & Record<string, unknown>>(sql`
    SELECT p.id, p.record_type AS "recordType", g.code AS "userGroup", s.id AS "setId",
      CASE WHEN ${isVisible(user)} THEN s.name END AS "setName",
      p.days_after_purge_date AS "daysAfterPurgeDate", p.waive_threshold::float8 AS "waiveThreshold",
      p.skip_active_requests AS "skipActiveRequests", p.skip_unexpired AS "skipUnexpired",
      maker.name AS "createdBy",
      (p.created_at AT TIME ZONE (SELECT time_zone FROM console.institution))::date::text AS "createdOn",
      CASE WHEN r.id IS NOT NULL THEN jsonb_build_object('id', r.id, 'status', r.status, 'purged', r.removed) END AS run,
      CASE WHEN asked.decision IS NULL AND asked.expires_at > now() THEN asked.id::float8 END AS waiting
    FROM console.purge_jobs p LEFT JOIN record.user_groups g ON g.id = p.user_group_id
    LEFT JOIN patron.sets s ON s.id = p.set_id LEFT JOIN console.staff maker ON maker.id = p.created_by
    LEFT JOIN console.run_proposals asked ON asked.id = p.proposal_id
    LEFT JOIN console.job_runs r ON r.id = coalesce(asked.run_id, p.run_id)
    WHERE ${which} ORDER BY p.id DESC LIMIT ${limit}`);
  return rows.map(({ setId, setName, ...job }) => ({
    ...job,
    set: setId === null ? null : { id: setId, name: setName },
  }));
}

export const findPurgeJob = async (tx: Tx, user: SetUser, id: number): Promise<PurgeJob | null> =>
  (await readPurgeJobs(tx, user, sql`p.id = ${id}`, 1))[0] ?? null;

export async function readPurgeJob(tx: Tx, user: SetUser, id: number): Promise<PurgeJob> {
  const job = await findPurgeJob(tx, user, id);
  if (!job) throw new NotFound(goneJob);
  return job;
}

const goneJob = "There is no such purge job any more.";

/** What a run of it is asked for with. */
export const optionsOfJob = (job: PurgeJob): PurgeOptions => ({
  ...(job.set && { set: job.set.id }),
  ...(job.recordType && { recordType: job.recordType }),
  ...(job.userGroup !== null && { userGroup: job.userGroup }),
  daysAfterPurgeDate: job.daysAfterPurgeDate,
  waiveThreshold: job.waiveThreshold,
  skipActiveRequests: job.skipActiveRequests,
  skipUnexpired: job.skipUnexpired,
});

export async function addPurgeJob(
  tx: Tx,
  { user, staffId }: { user: SetUser; staffId: string | null },
  options: PurgeOptions,
): Promise<{ id: number; change: Change }> {
  const { set, recordType, userGroup, waiveThreshold, ...rest } = options;
  if (set !== undefined) await holdSet(tx, user, set);
  const [added] = await tx
    .insert(purgeJobs)
    .values({
      ...rest,
      recordType: recordType ?? null,
      setId: set ?? null,
      userGroupId: userGroup === undefined ? null : await groupId(tx, userGroup),
      waiveThreshold: String(waiveThreshold),
      createdBy: staffId,
    })
    .returning({ id: purgeJobs.id });
  if (!added) throw new Error("the purge job was not added");
  return {
    id: added.id,
    change: { action: "purgeJob.add", subject: subjectOf(added.id), after: options },
  };
}

async function groupId(tx: Tx, code: string): Promise<number> {
  const [group] = await tx
    .select({ id: userGroups.id })
    .from(userGroups)
    .where(eq(userGroups.code, code));
  if (!group) throw new Refusal(`There is no user group ${code}.`);
  return group.id;
}

/** Its runs stay in the history. */
export async function deletePurgeJob(tx: Tx, id: number): Promise<Change> {
  const gone = await tx
    .delete(purgeJobs)
    .where(eq(purgeJobs.id, id))
    .returning({ id: purgeJobs.id });
  if (gone.length === 0) throw new NotFound(goneJob);
  return { action: "purgeJob.delete", subject: subjectOf(id) };
}

/** The caller has locked the set, so no purge job comes to name it meanwhile. */
export async function refuseNamedSet(tx: Tx, setId: number): Promise<void> {
  const [job] = await tx
    .select({ id: purgeJobs.id })
    .from(purgeJobs)
    .where(eq(purgeJobs.setId, setId))
    .orderBy(purgeJobs.id)
    .limit(1);
  if (!job) return;
  throw new Refusal(
    `The purge job ${job.id} is about this set, so it cannot be deleted until that purge job is.`,
  );
}

/** What became of asking for its last run: the run, or the proposal of one, which hides no run before it. */
export async function noteRunOfJob(
  tx: Tx,
  id: number,
  requested: { runId: number } | { proposalId: number },
): Promise<void> {
  const last =
    "runId" in requested
      ? { runId: requested.runId, proposalId: null }
      : {
          proposalId: requested.proposalId,
          runId: sql`coalesce((SELECT asked.run_id FROM console.run_proposals asked
            WHERE asked.id = ${purgeJobs.proposalId}), ${purgeJobs.runId})`,
        };
  await tx.update(purgeJobs).set(last).where(eq(purgeJobs.id, id));
}

const subjectOf = (id: number) => `purge job ${id}`;
