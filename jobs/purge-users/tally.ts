import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { isAbout, keepingReason, type Circumstances } from "./decision.ts";
import type { PurgeReason } from "#lib/purge-fields.ts";

/** Users of one group with one answer. */
export interface Tally {
  /** Null: they are purged. */
  reason: PurgeReason | null;
  /** Empty for none. */
  userGroup: string;
  users: number;
  /** Purge dates of theirs, YYYY-MM-DD. */
  oldest: string | null;
  newest: string | null;
}

/** Everybody whom the run is about, asked what the job asks, by group. */
export async function tallyUsers(tx: Tx, now: Circumstances, members: SQL): Promise<Tally[]> {
  const { rows } = await tx.execute<Tally & Record<string, unknown>>(sql`
    SELECT reason, coalesce(g.code, '') AS "userGroup", sum(decided.users)::float8 AS users,
      min(decided.oldest)::text AS oldest, max(decided.newest)::text AS newest
    FROM (
      SELECT u.user_group_id, ${keepingReason(now)} AS reason, count(*) AS users,
        min(u.purge_date) AS oldest, max(u.purge_date) AS newest
      FROM patron.users u WHERE ${isAbout(now, members)} GROUP BY 1, 2) AS decided
    LEFT JOIN record.user_groups g ON g.id = decided.user_group_id
    GROUP BY 1, 2 ORDER BY 3 DESC, 2`);
  return rows;
}

export interface Settling {
  fees: number;
  /** Of the institution's currency. */
  amount: number;
  requests: number;
  borrowingRequests: number;
}

/** What those who go still owe and have asked for. */
export async function tallySettling(tx: Tx, now: Circumstances, members: SQL): Promise<Settling> {
  const { rows } = await tx.execute<Settling & Record<string, unknown>>(sql`
    WITH going AS MATERIALIZED (
      SELECT u.id FROM patron.users u WHERE ${isAbout(now, members)} AND (${keepingReason(now)}) IS NULL)
    SELECT fees, amount, requests, "borrowingRequests" FROM
      (SELECT count(*)::float8 AS fees, coalesce(sum(f.balance), 0)::float8 AS amount
        FROM patron.fee_links l JOIN record.fees f ON f.id = l.fee_id
        WHERE NOT l.finished AND f.status = 'active' AND f.balance > 0 AND l.user_id IN (SELECT id FROM going)) AS waived,
      (SELECT count(*)::float8 AS requests FROM patron.request_links l
        WHERE NOT l.finished AND l.user_id IN (SELECT id FROM going)) AS cancelled,
      (SELECT count(*)::float8 AS "borrowingRequests" FROM patron.borrowing_links l
        WHERE NOT l.finished AND l.user_id IN (SELECT id FROM going)) AS shared`);
  const [found] = rows;
  if (!found) throw new Error("a count has no row");
  return found;
}
