import { sql, type SQL } from "drizzle-orm";
import { texts } from "#db/queries/user-conditions.ts";
import { purgeReasonKeys, type PurgeReason } from "#lib/purge-fields.ts";
import { patronRoles } from "#lib/user-roles.ts";
import { staffBehind, type FrozenPurge } from "./frozen.ts";

/** What a decision is taken in: what the run was told, and the day that days count to. */
export interface Circumstances {
  frozen: FrozenPurge;
  /** YYYY-MM-DD */
  cutOff: string;
}

/** Of a user `u`: an active fee of theirs `f`, by its open link. */
const openFees = sql`patron.fee_links l JOIN record.fees f ON f.id = l.fee_id WHERE l.user_id = u.id AND NOT l.finished`;
/** What is active has no end, and so stands first in the links' index by user. */
const active = sql`l.user_id = u.id AND l.ended_at IS NULL AND NOT l.finished`;

/** Each reason with SQL for whether it keeps the user `u`, in order; null where the run does not ask it. */
function reasonsAsked(
  { frozen, cutOff }: Circumstances,
  exists: (rows: SQL) => SQL,
): Record<PurgeReason, SQL | null> {
  const { who, policy, waiveThreshold } = frozen;
  const behind = staffBehind(frozen);
  const byPurgeDate = who.kind === "criteria" || who.kind === "set";
  const deletedEnough = sql`u.status = 'deleted' AND ${isAsStrict(policy)}`;
  return {
    alreadyDeleted: byPurgeDate ? sql`u.status = 'deleted'` : deletedEnough,
    noPurgeDate: byPurgeDate ? sql`u.purge_date IS NULL` : null,
    notReached: byPurgeDate ? sql`NOT ${isReached({ frozen, cutOff })}` : null,
    legalHold: exists(sql`patron.held_users held WHERE held.user_id = u.id`),
    isRunning:
      behind.length === 0
        ? null
        : exists(
            sql`patron.staff_users s WHERE s.user_id = u.id AND s.staff_id = ANY(${texts(behind)})`,
          ),
    staffRole: exists(
      sql`patron.user_roles r WHERE r.user_id = u.id AND r.active AND upper(r.code) <> ALL(${texts(patronRoles)})`,
    ),
    activeLoan: exists(sql`patron.loan_links l WHERE ${active}`),
    activeBorrowing:
      exists(sql`patron.borrowing_links l JOIN record.borrowing_requests b ON b.id = l.borrowing_request_id
      WHERE ${active} AND b.status IN ('shipped', 'received', 'on_hold_shelf', 'overdue')`),
    unsettledFee: exists(sql`${openFees} AND f.status IN ('in_dispute', 'exported')`),
    credit: exists(sql`${openFees} AND f.balance < 0`),
    aboveThreshold: sql`(SELECT coalesce(sum(f.balance), 0) FROM ${openFees} AND f.status = 'active') > ${waiveThreshold}::numeric`,
    activeRequest: frozen.skipActiveRequests
      ? sql`(${exists(sql`patron.request_links l WHERE ${active}`)} OR ${exists(sql`patron.borrowing_links l WHERE ${active}`)})`
      : null,
    // Who has no expiry date never expires.
    unexpired: frozen.skipUnexpired
      ? sql`coalesce(u.expiry_date, 'infinity') >= ${cutOff}::date`
      : null,
  };
}

/**
 * SQL for why the user `u` is kept: the first reason that applies, or null for who is purged. Preview,
 * run and explanation all use this one expression. Of few users each is looked up by indexes: else whole
 * tables may be read for them, which is right for the many of a preview.
 */
export function keepingReason(now: Circumstances, { few = false } = {}): SQL<PurgeReason | null> {
  const reasons = reasonsAsked(now, few ? existsOne : existsAny);
  const branches = purgeReasonKeys.flatMap((reason) => {
    const when = reasons[reason];
    return when ? [sql` WHEN ${when} THEN ${sql.raw(`'${reason}'`)}`] : [];
  });
  return sql`CASE${sql.join(branches)} END`;
}

const existsAny = (rows: SQL) => sql`EXISTS (SELECT FROM ${rows})`;
// With OFFSET the planner cannot make a table of it.
const existsOne = (rows: SQL) => existsAny(sql`${rows} OFFSET 0`);

/**
 * SQL for whether it is this reason that keeps the user `u`. Asked first by itself: so who has none of
 * it is passed over by what the reason looks up.
 */
export function isKeptBy(now: Circumstances, reason: PurgeReason, { few = false } = {}): SQL {
  const asked = reasonsAsked(now, few ? existsOne : existsAny)[reason];
  return asked ? sql`(${asked} AND ${keepingReason(now, { few })} = ${reason})` : sql`false`;
}

/** Purged under this policy or a stricter one; what was purged before policies were kept left everything. */
const isAsStrict = (policy: FrozenPurge["policy"]): SQL =>
  sql`coalesce(u.deleted_under, 'keepFullyReportable') >= ${policy}::console.delete_user_policy`;

const isReached = ({ frozen, cutOff }: Circumstances): SQL =>
  sql`u.purge_date <= ${cutOff}::date - ${frozen.daysAfterPurgeDate}::integer`;

/**
 * Of a user `u`: whether anything but the first look can keep them. Only who passes it is locked; the
 * others, who are most, a run counts as it goes by.
 */
export function isCandidate(now: Circumstances): SQL {
  const { who, policy } = now.frozen;
  if (who.kind === "criteria" || who.kind === "set") {
    return sql`(u.status <> 'deleted' AND ${isReached(now)}) IS TRUE`;
  }
  return sql`(u.status <> 'deleted' OR NOT ${isAsStrict(policy)})`;
}

/** Whom the run is about, as a condition on `u`. `members` selects the ids of a set or a person. */
export function isAbout({ frozen: { who, policy } }: Circumstances, members: SQL): SQL {
  switch (who.kind) {
    case "criteria":
      return who.userGroup === null
        ? sql`u.record_type = ${who.recordType}`
        : sql`u.record_type = ${who.recordType} AND u.user_group_id = ${who.userGroup.id}`;
    case "purged":
      return sql`u.status = 'deleted' AND NOT ${isAsStrict(policy)}`;
    case "set":
    case "person":
      return sql`u.id IN (${members})`;
  }
}

/** The members that a run keeps, of a range of them. */
export const membersOfRun = (runId: number, range?: { after: number; upTo: number }): SQL =>
  sql`SELECT m.user_id FROM patron.run_members m WHERE m.run_id = ${runId}${range ? sql` AND m.user_id > ${range.after} AND m.user_id <= ${range.upTo}` : sql``}`;
