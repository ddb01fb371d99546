import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import { decidingRule, letsGo, type Circumstances } from "./decision.ts";
import type { FrozenAnonymization } from "./frozen.ts";

/** Persons who must share a profile before it suggests nobody. */
const smallGroup = 5;

/** What could still suggest a person after a run, counted among the records that it would let go. */
export type Suggestive = {
  /** Records whose user group and categories fewer than five persons share. */
  smallProfiles: number;
  /** Loans whose item and day stand on a fee or request that stays linked too. */
  sameItemAndDay: number;
  /** Loans whose item still hangs on an open fee. */
  itemOnOpenFee: number;
};
export const nothingSuggestive: Suggestive = {
  smallProfiles: 0,
  sameItemAndDay: 0,
  itemOnOpenFee: 0,
};

/** A record is asked its rule only where something suggests a person. */
export async function countSuggestive(
  tx: Tx,
  family: Family,
  frozen: FrozenAnonymization,
  circumstances: Circumstances,
): Promise<Suggestive> {
  const { links } = familyTables[family];
  const small = await smallProfiles(tx, family);
  if (family !== "loans" && small.length === 0) return nothingSuggestive;
  const inSmall = sql`${links.profileId} = ANY(${sql.param(small)}::integer[])`;
  const loans = {
    told: sql`JOIN record.loans l ON l.id = loan_links.loan_id LEFT JOIN ${toldOfItems(frozen, circumstances)} AS told ON told.item_id = l.item_id`,
    onDay: sql`told.days && ARRAY[l.loaned_on, l.returned_on, l.closed_on]`,
    onFee: sql`told.open`,
  };
  const { told, onDay, onFee } =
    family === "loans" ? loans : { told: sql``, onDay: sql`false`, onFee: sql`false` };
  const { rows } = await tx.execute<Suggestive>(sql`
    SELECT count(*) FILTER (WHERE ${inSmall})::int AS "smallProfiles",
      count(*) FILTER (WHERE ${onDay})::int AS "sameItemAndDay", count(*) FILTER (WHERE ${onFee})::int AS "itemOnOpenFee"
    FROM ${links} ${told}
    WHERE ${links.finished} AND CASE WHEN ${inSmall} OR ${onFee} OR ${onDay} THEN ${goes(family, frozen, circumstances)} END`);
  return rows[0] ?? nothingSuggestive;
}

/**
 * Profiles that fewer than five persons share. Persons whose numbers leave different remainders are
 * different ones, so five remainders spare a profile the count of its persons.
 */
async function smallProfiles(tx: Tx, family: Family): Promise<number[]> {
  const { links } = familyTables[family];
  const { rows } = await tx.execute<{ profile: number }>(sql`
    WITH few AS MATERIALIZED (
      SELECT ${links.profileId} AS id FROM ${links} GROUP BY ${links.profileId}
      HAVING bit_count(bit_or(1::bigint << (${links.userId} % 64)::integer)::bit(64)) < ${smallGroup})
    SELECT ${links.profileId} AS profile FROM ${links} WHERE ${links.profileId} IN (SELECT id FROM few)
    GROUP BY ${links.profileId} HAVING count(DISTINCT ${links.userId}) < ${smallGroup}`);
  return rows.map(({ profile }) => profile);
}

const goes = (family: Family, frozen: FrozenAnonymization, circumstances: Circumstances): SQL =>
  letsGo(frozen.families[family], decidingRule(family, frozen.families[family], circumstances));

/**
 * What fees and requests that the same run leaves linked tell of an item: the days on which they began
 * and ended, and whether a fee is open.
 */
function toldOfItems(frozen: FrozenAnonymization, { cutOff }: Circumstances): SQL {
  const stays = (family: "fees" | "requests") =>
    frozen.families[family].records
      ? sql`NOT (${familyTables[family].links.finished} AND ${goes(family, frozen, { cutOff, isBeyond: null })})`
      : sql`true`;
  return sql`(
    SELECT item_id, array_agg(created_on) || array_agg(ended_on) AS days, bool_or(open) AS open FROM (
      SELECT f.item_id, f.created_on, f.ended_on, NOT fee_links.finished AND f.balance <> 0 AS open
      FROM patron.fee_links JOIN record.fees f ON f.id = fee_links.fee_id
      WHERE f.item_id IS NOT NULL AND ${stays("fees")}
      UNION ALL SELECT r.item_id, r.created_on, r.ended_on, false
      FROM patron.request_links JOIN record.requests r ON r.id = request_links.request_id
      WHERE r.item_id IS NOT NULL AND ${stays("requests")}) AS linked
    GROUP BY item_id)`;
}
