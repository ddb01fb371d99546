import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import { anonymizingPositions, decidingRule, type Circumstances } from "./decision.ts";
import type { FrozenAnonymization } from "./frozen.ts";

/** Persons who must share a profile before it suggests nobody. */
export const smallGroup = 5;

/** What could still suggest a person after a run, counted among the records that it would let go. */
export type Suggestive = {
  /** Records whose user group and categories fewer than five persons share. */
  smallProfiles: number;
  /** Loans whose item and day stand on a fee or request that stays linked too. */
  sameItemAndDay: number;
  /** Loans whose item still hangs on an open fee. */
  itemOnOpenFee: number;
};

export async function countSuggestive(
  tx: Tx,
  family: Family,
  frozen: FrozenAnonymization,
  circumstances: Circumstances,
): Promise<Suggestive> {
  const { links, key } = familyTables[family];
  const goes = letsGo(family, frozen, circumstances);
  const ofLoans = family === "loans";
  const { rows } = await tx.execute<Suggestive>(sql`
    WITH small AS MATERIALIZED (
      SELECT profile_id FROM (SELECT DISTINCT ${links.profileId} AS profile_id, ${links.userId} AS user_id FROM ${links}) AS persons
      GROUP BY profile_id HAVING count(*) < ${smallGroup}
    ), same_day AS MATERIALIZED (${ofLoans ? loansOnLinkedRecords(frozen, circumstances) : sql`SELECT NULL::bigint AS id WHERE false`}
    ), open_fee AS MATERIALIZED (${ofLoans ? loansOnOpenFees : sql`SELECT NULL::bigint AS id WHERE false`})
    SELECT count(*) FILTER (WHERE in_small)::int AS "smallProfiles", count(*) FILTER (WHERE on_day)::int AS "sameItemAndDay",
      count(*) FILTER (WHERE on_fee)::int AS "itemOnOpenFee"
    FROM (
      SELECT ${links.profileId} IN (SELECT profile_id FROM small) AS in_small, ${key} IN (SELECT id FROM same_day) AS on_day,
        ${key} IN (SELECT id FROM open_fee) AS on_fee
      FROM ${links} WHERE ${links.finished} AND (${links.profileId} IN (SELECT profile_id FROM small)
        OR ${key} IN (SELECT id FROM same_day) OR ${key} IN (SELECT id FROM open_fee)) AND ${goes}) AS told`);
  return rows[0] ?? { smallProfiles: 0, sameItemAndDay: 0, itemOnOpenFee: 0 };
}

const letsGo = (family: Family, frozen: FrozenAnonymization, circumstances: Circumstances): SQL =>
  sql`(${decidingRule(family, frozen.families[family], circumstances)}) = ANY(${sql.param(anonymizingPositions(frozen.families[family]))}::integer[])`;

/** Loans of an item on a day that a fee or a request, which the same run leaves linked, names too. */
function loansOnLinkedRecords(frozen: FrozenAnonymization, circumstances: Circumstances): SQL {
  const stays = (family: "fees" | "requests") =>
    frozen.families[family].records
      ? sql`NOT (${familyTables[family].links.finished} AND ${letsGo(family, frozen, { cutOff: circumstances.cutOff, ranks: null })})`
      : sql`true`;
  return sql`
    SELECT l.id FROM record.loans l JOIN (
      SELECT f.item_id, f.created_on AS day FROM patron.fee_links JOIN record.fees f ON f.id = fee_links.fee_id
      WHERE f.item_id IS NOT NULL AND ${stays("fees")}
      UNION SELECT r.item_id, r.created_on FROM patron.request_links JOIN record.requests r ON r.id = request_links.request_id
      WHERE r.item_id IS NOT NULL AND ${stays("requests")}
    ) AS linked ON linked.item_id = l.item_id AND linked.day IN (l.loaned_on, l.returned_on, l.closed_on)`;
}

const loansOnOpenFees = sql`
  SELECT l.id FROM record.loans l JOIN record.fees f ON f.item_id = l.item_id
  JOIN patron.fee_links k ON k.fee_id = f.id WHERE NOT k.finished AND f.balance <> 0`;
