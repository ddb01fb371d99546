import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { LimitOfOne, OverLimit } from "#lib/limit-of-one.ts";
import { overLimit } from "../engine/over-limit.ts";
import type { Circumstances } from "./decision.ts";
import type { Tally } from "./tally.ts";

/** Of a user `u`: whether a purge counts them among all. What is applied to those purged earlier counts these too. */
export const isThere = ({ frozen: { who } }: Pick<Circumstances, "frozen">): SQL =>
  who.kind === "purged" ? sql`true` : sql`u.status <> 'deleted'`;

/** User groups of whose users more would go than the limit lets. One person is never too much of a group. */
export async function overLimitOf(
  tx: Tx,
  now: Circumstances,
  tallies: Tally[],
  limit: LimitOfOne,
): Promise<OverLimit[]> {
  if (now.frozen.who.kind === "person") return [];
  const going = tallies.filter(({ reason }) => reason === null);
  return overLimit(
    tx,
    sql`
    SELECT 'userGroup' AS kind, code, going.users AS takes, everyone.users::float8 AS total
    FROM unnest(${sql.param(going.map(({ userGroup }) => userGroup))}::text[], ${sql.param(going.map(({ users }) => users))}::float8[]) AS going (code, users)
    JOIN (
      SELECT coalesce(g.code, '') AS code, sum(counted.users) AS users
      FROM (SELECT u.user_group_id, count(*) AS users FROM patron.users u WHERE ${isThere(now)} GROUP BY 1) AS counted
      LEFT JOIN record.user_groups g ON g.id = counted.user_group_id GROUP BY 1) AS everyone USING (code)`,
    limit,
  );
}
