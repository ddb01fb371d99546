import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { texts } from "#db/queries/user-conditions.ts";
import { purgeReasons } from "#lib/purge-fields.ts";
import { patronRoles } from "#lib/user-roles.ts";
import type { Run, Verdict } from "../engine/job.ts";
import { changedSince, check, count, readBeside, startOfRun } from "../engine/told-apart.ts";
import type { FrozenPurge } from "./frozen.ts";

/**
 * Looks at who is left and at what is left of who went, by queries written apart from the run, on one
 * snapshot: the caller's transaction is REPEATABLE READ. What there may be of somebody is looked up by
 * their keys, so that a run about few costs little however many users there are.
 */
export async function verifyPurge(tx: Tx, run: Run<FrozenPurge>, whole: boolean): Promise<Verdict> {
  const { kind } = run.frozen.who;
  const byPurgeDate = kind === "criteria" || kind === "set";
  const { deleted, bare } = await deletedMeanwhile(tx, run);
  const checks = [
    // Of a person, and of who was purged earlier, it is counted at the end alone, and says who is left.
    ...(whole || byPurgeDate ? [await everyoneIsCounted(tx, run)] : []),
    check(
      "Nothing is left that the policy takes",
      "Contact, identifiers, notes, blocks, roles, proxies, history, memberships, letters, and the texts of notes on records, of users who were deleted since the run began, where the policy keeps statistics alone. Names and dates are out of this check's reach, and notes on records that somebody wrote since.",
      await leftOver(tx, run, bare),
    ),
    check(
      "Nothing of a purged user is open",
      "Loans, fees and requests that are not finished, of users who were deleted since the run began; not those that somebody reopened.",
      await open(tx, run, deleted),
    ),
    ...(whole && byPurgeDate ? [await nobodyIsLeft(tx, run)] : []),
  ];
  return { good: checks.every(({ good }) => good), checks };
}

const everyoneIsCounted = async (tx: Tx, run: Run<FrozenPurge>) =>
  check(
    "Every purged user is counted once",
    "Users who were there when the run began, against those who are left of them and the numbers of this report. Of a run about one person, or about users purged earlier: users of whom more is left than the policy leaves.",
    await miscounted(tx, run),
  );

async function nobodyIsLeft(tx: Tx, run: Run<FrozenPurge>) {
  const { holdWasReleased, usersWereImported } = await readBeside(tx, run.id);
  return check(
    "Nobody is left who should have gone",
    "Users past their purge date whom none of the reasons keeps. Not looked at: users of whom something changed or was set aside while the run went on, and nobody if users were imported or a legal hold was released meanwhile.",
    holdWasReleased || usersWereImported ? 0 : await forgotten(tx, run),
  );
}

async function miscounted(tx: Tx, run: Run<FrozenPurge>): Promise<number> {
  const { id, frozen } = run;
  if (frozen.who.kind === "purged" || frozen.who.kind === "person") return unaccounted(tx, run);
  return count(
    tx,
    sql`SELECT abs(start.users
        - (SELECT count(*) FROM patron.users u WHERE u.deleted_on IS NULL AND u.id <= start.last_user)
        - (SELECT coalesce(sum(c.count), 0) FROM console.job_counters c WHERE c.run_id = ${id} AND c.measure = 'records'))
      FROM ${startOfRun(id)} AS start`,
  );
}

/** Of a person, or of who was purged earlier, more may be left than the policy leaves only where a reason was counted. */
const unaccounted = (tx: Tx, { id, frozen: { who, policy } }: Run<FrozenPurge>): Promise<number> =>
  count(
    tx,
    sql`SELECT abs((SELECT count(*) FROM patron.users u
        WHERE (u.deleted_on IS NULL OR coalesce(u.deleted_under, 'keepFullyReportable') < ${policy}::console.delete_user_policy)
          AND ${who.kind === "person" ? members(id) : sql`u.deleted_on IS NOT NULL`})
      - (SELECT coalesce(sum(c.count), 0) FROM console.job_counters c WHERE c.run_id = ${id}
          AND c.measure IN ('heldBack', 'setAside') AND c.label <> ${purgeReasons.alreadyDeleted}))`,
  );

/** Keys that are told one by one. */
const mostTold = 50_000;

/**
 * Whom `which` selects as `id`, as a query of the same; null for nobody. Few are told one by one, so that
 * the planner sees how few and looks up what there may be of them; for many it reads tables through.
 */
export async function keysOf(tx: Tx, which: SQL, most = mostTold): Promise<SQL | null> {
  const { rows } = await tx.execute<{ ids: string[] | null }>(
    sql`SELECT array_agg(id) AS ids FROM (${which} LIMIT ${most + 1}) AS found`,
  );
  const ids = rows[0]?.ids ?? [];
  if (ids.length === 0) return null;
  return ids.length > most ? which : sql`SELECT unnest(${sql.param(ids)}::bigint[])`;
}

const keyed = (name: string, keys: SQL): SQL =>
  sql`WITH ${sql.raw(name)} (id) AS MATERIALIZED (${keys})`;

const members = (runId: number): SQL =>
  sql`u.id IN (SELECT user_id FROM patron.run_members WHERE run_id = ${runId})`;

/** Who is deleted, with a row that is newer than the run's beginning; `bare` under a policy that keeps statistics alone. */
async function deletedMeanwhile(tx: Tx, { id, frozen: { who } }: Run<FrozenPurge>) {
  const about = who.kind === "set" || who.kind === "person" ? members(id) : sql`true`;
  const deleted = sql`SELECT u.id FROM patron.users u
    WHERE u.deleted_on IS NOT NULL AND ${about} AND ${changedSince(sql`u.xmin`, id)}`;
  const bare = sql`${deleted} AND u.deleted_under IN ('keepStatistics', 'keepStatisticsAndRemovePrimaryId')`;
  return { deleted: await keysOf(tx, deleted), bare: await keysOf(tx, bare) };
}

/**
 * Tables whose rows go with a user whose row stays, by what names the user. Written apart from the fates,
 * and held against them by a test.
 */
export const goingWithUsers: Record<string, string[]> = {
  ...Object.fromEntries(
    ["identifiers", "addresses", "emails", "phones", "notes", "blocks", "roles", "history"].map(
      (part) => [`user_${part}`, ["user_id"]],
    ),
  ),
  removed_user_notes: ["user_id"],
  set_members: ["user_id"],
  staff_users: ["user_id"],
  letters: ["user_id"],
  user_proxies: ["user_id", "proxy_for_user_id"],
};

async function leftOver(tx: Tx, { id }: Run<FrozenPurge>, bare: SQL | null): Promise<number> {
  if (!bare) return 0;
  const counts = Object.entries(goingWithUsers).flatMap(([table, columns]) =>
    columns.map(
      (column) =>
        sql`(SELECT count(*) FROM gone JOIN patron.${sql.identifier(table)} part ON part.${sql.identifier(column)} = gone.id)`,
    ),
  );
  // They are emptied, and their links stay.
  const notes = Object.entries(keysOfLinks).map(
    ([family, key]) => sql`(SELECT count(note.text) FROM gone
      JOIN patron.${sql.identifier(`${family}_links`)} l ON l.user_id = gone.id
      JOIN patron.${sql.identifier(`${family}_notes`)} note ON note.${sql.identifier(key)} = l.${sql.identifier(key)}
      WHERE NOT ${changedSince(sql`note.xmin`, id)})`,
  );
  return count(tx, sql`${keyed("gone", bare)} SELECT ${sql.join([...counts, ...notes], sql` + `)}`);
}

/** What is of a person's records, by the names of its tables, and its key. */
const keysOfLinks = {
  loan: "loan_id",
  fee: "fee_id",
  request: "request_id",
  borrowing: "borrowing_request_id",
};

async function open(tx: Tx, { id }: Run<FrozenPurge>, deleted: SQL | null): Promise<number> {
  if (!deleted) return 0;
  const counts = Object.keys(keysOfLinks).map(
    (family) => sql`(SELECT count(*) FROM gone
      JOIN patron.${sql.identifier(`${family}_links`)} l ON l.user_id = gone.id
      WHERE NOT l.finished AND NOT ${changedSince(sql`l.xmin`, id)})`,
  );
  return count(tx, sql`${keyed("gone", deleted)} SELECT ${sql.join(counts, sql` + `)}`);
}

async function forgotten(tx: Tx, run: Run<FrozenPurge>): Promise<number> {
  const { id, frozen } = run;
  const waiting = await stillWaiting(tx, run);
  if (!waiting) return 0;
  // What is open keeps its user, and so may what was open a moment ago.
  const keeping = (links: string) => sql`SELECT l.user_id FROM waiting
    JOIN patron.${sql.identifier(links)} l ON l.user_id = waiting.id WHERE NOT l.finished OR ${changedSince(sql`l.xmin`, id)}`;
  const fees = sql`SELECT l.user_id FROM waiting JOIN patron.fee_links l ON l.user_id = waiting.id
      JOIN record.fees f ON f.id = l.fee_id WHERE NOT l.finished
    GROUP BY l.user_id HAVING bool_or(f.status <> 'active' OR f.balance < 0) OR sum(f.balance) > ${frozen.waiveThreshold}::numeric
    UNION SELECT l.user_id FROM waiting JOIN patron.fee_links l ON l.user_id = waiting.id WHERE ${changedSince(sql`l.xmin`, id)}`;
  const behind = [frozen.runBy, frozen.approvedBy].flatMap((staff) => staff ?? []);
  // Whom a staff account was tied to is told nowhere once it is not: one for each tie that changed.
  const untied = sql`(SELECT count(*) FROM console.audit tie JOIN console.job_runs run ON run.id = ${id}
    WHERE tie.action = 'staff.tie' AND tie.at > run.started_at - interval '1 day'
      AND tie.subject = ANY(${texts(behind.map((staff) => `staff ${staff}`))}) AND ${changedSince(sql`tie.xmin`, id)})`;
  const requests = frozen.skipActiveRequests ? sql` UNION ${keeping("request_links")}` : sql``;
  return count(
    tx,
    sql`${keyed("waiting", waiting)} SELECT greatest(0, count(*) - ${untied}) FROM (SELECT id FROM waiting EXCEPT (
      SELECT user_id FROM patron.held_users UNION ${keeping("loan_links")} UNION ${keeping("borrowing_links")}
      UNION ${fees}${requests}
      UNION SELECT r.user_id FROM waiting JOIN patron.user_roles r ON r.user_id = waiting.id
        WHERE r.active AND upper(r.code) <> ALL(${texts(patronRoles)})
      UNION SELECT h.user_id FROM waiting JOIN patron.user_history h ON h.user_id = waiting.id WHERE ${changedSince(sql`h.xmin`, id)}
      UNION SELECT user_id FROM patron.staff_users WHERE staff_id = ANY(${texts(behind)})
      UNION SELECT key FROM patron.set_aside_rows WHERE run_id = ${id})) AS passed_over`,
  );
}

/** Who is past their purge date still, and was when the run began. */
async function stillWaiting(tx: Tx, { id, cutOff, frozen }: Run<FrozenPurge>): Promise<SQL | null> {
  const { who } = frozen;
  if (who.kind !== "criteria" && who.kind !== "set") return null;
  const about =
    who.kind === "set"
      ? members(id)
      : sql`u.record_type = ${who.recordType} AND (${who.userGroup?.id ?? null}::integer IS NULL OR u.user_group_id = ${who.userGroup?.id ?? null})`;
  return keysOf(
    tx,
    sql`SELECT u.id FROM patron.users u, ${startOfRun(id)} AS start
    WHERE ${about} AND u.deleted_on IS NULL AND u.id <= start.last_user
      AND u.purge_date < ${cutOff}::date - ${frozen.daysAfterPurgeDate}::integer + 1
      AND NOT ${changedSince(sql`u.xmin`, id)}
      ${frozen.skipUnexpired ? sql`AND u.expiry_date < ${cutOff}::date` : sql``}`,
  );
}
