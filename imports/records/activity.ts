import { sql } from "drizzle-orm";
import type { Merging } from "../merging.ts";
import type { RecordKind } from "./kind.ts";

/** So that anonymized borrowing does not look like "never borrowed". */
export async function raiseLastActivity(
  { activity, records }: RecordKind,
  { tx, staging }: Merging,
): Promise<void> {
  if (!activity) return;
  await tx.execute(sql`
    WITH latest AS (
      SELECT user_id, date_trunc('month', max(${sql.raw(activity)}))::date AS month
      FROM ${staging.table(records)} WHERE user_id IS NOT NULL GROUP BY user_id
    ), locked AS MATERIALIZED (
      SELECT u.id, l.month FROM patron.users u JOIN latest l ON l.user_id = u.id
      WHERE u.last_activity_month IS NULL OR u.last_activity_month < l.month
      ORDER BY u.id FOR NO KEY UPDATE OF u
    )
    UPDATE patron.users u SET last_activity_month = greatest(u.last_activity_month, locked.month)
    FROM locked WHERE u.id = locked.id`);
}
