import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { OverShare, ShareLimit } from "#lib/share-of-one.ts";
import type { Circumstances } from "./decision.ts";
import type { Tally } from "./tally.ts";

/** Of a user `u`: whether a purge counts them among all. What is applied to those purged earlier counts these too. */
export const isThere = ({ frozen: { who } }: Pick<Circumstances, "frozen">): SQL =>
  who.kind === "purged" ? sql`true` : sql`u.status <> 'deleted'`;

/** User groups of whose users more would go than the limit lets. One person is no share of a group. */
export async function overShareOf(
  tx: Tx,
  now: Circumstances,
  tallies: Tally[],
  { percent, from }: ShareLimit,
): Promise<OverShare[]> {
  if (now.frozen.who.kind === "person") return [];
  const going = tallies.filter(({ reason }) => reason === null);
  const { rows } = await tx.execute<OverShare & Record<string, unknown>>(sql`
    SELECT 'userGroup' AS kind, going.code, going.users AS takes, everyone.users::float8 AS total
    FROM unnest(${sql.param(going.map(({ userGroup }) => userGroup))}::text[], ${sql.param(going.map(({ users }) => users))}::float8[]) AS going (code, users)
    JOIN (
      SELECT coalesce(g.code, '') AS code, sum(counted.users) AS users
      FROM (SELECT u.user_group_id, count(*) AS users FROM patron.users u WHERE ${isThere(now)} GROUP BY 1) AS counted
      LEFT JOIN record.user_groups g ON g.id = counted.user_group_id GROUP BY 1) AS everyone ON everyone.code = going.code
    WHERE everyone.users >= ${from} AND going.users * 100 > everyone.users * ${percent}
    ORDER BY going.users / everyone.users::float8 DESC, everyone.users DESC, going.code`);
  return rows;
}
