import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { maskedPatron } from "../masked-patron.ts";
import { isAbout, isCandidate, keepingReason, type Circumstances } from "./decision.ts";

export interface SampledUser {
  /** The internal ID. */
  id: number;
  /** Masked, as "A••• 4••1". */
  patron: string;
  /** Empty for none. */
  userGroup: string;
  /** YYYY-MM-DD; null where the run does not ask it. */
  purgeDate: string | null;
}

const shown = 5;

/** A few of those who would be purged, in the transaction of the preview; for those who may see users. */
export async function sampleUsers(
  tx: Tx,
  now: Circumstances,
  members: SQL,
): Promise<SampledUser[]> {
  const { rows } = await tx.execute<SampledUser & Record<string, unknown>>(sql`
    WITH going AS MATERIALIZED (
      SELECT u.id FROM patron.users u
      WHERE ${isAbout(now, members)} AND ${isCandidate(now)} AND (${keepingReason(now)}) IS NULL
      ORDER BY u.id LIMIT ${shown})
    SELECT u.id::float8 AS id, ${maskedPatron} AS patron, coalesce(g.code, '') AS "userGroup",
      u.purge_date::text AS "purgeDate"
    FROM going JOIN patron.users u USING (id) LEFT JOIN record.user_groups g ON g.id = u.user_group_id ORDER BY u.id`);
  return rows;
}
