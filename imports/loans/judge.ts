import { sql, type SQL } from "drizzle-orm";
import { count, type Merging } from "../merging.ts";

const reasons = {
  unknownUser: ["primary_id", `format('No user has the primary ID "%s".', l.primary_id)`],
  otherUser: ["primary_id", `format('Loan "%s" belongs to another user.', l.loan_id)`],
  activeWithoutUser: ["primary_id", `'An active loan needs a primary ID.'`],
  returnedLater: ["return_date", `'return_date lies after today.'`],
  closedLater: ["closed_date", `'closed_date lies after today.'`],
  movedLibrary: [
    "library",
    `'This loan moves to another library; the file needs a location column to say where.'`,
  ],
} as const;

/**
 * Decides the fate of every readable line: `new`, `linked` (its number is on a link), `anonymized`
 * (seen, and on no link any more) or a reason to refuse it, which goes into staging. Days are days of
 * the session's zone, which is the library's. Statements that make tables take no parameters.
 */
export async function judgeLoans(merging: Merging, sourceId: number): Promise<void> {
  const { tx, staging, has } = merging;
  const [lines, fates] = [staging.table("lines"), staging.table("fates")];
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${fates} AS
    WITH people AS MATERIALIZED (
      SELECT named.key, u.id AS user_id, u.user_group_id, c.category_ids
      FROM (SELECT DISTINCT lower(primary_id) AS key FROM ${lines} WHERE primary_id IS NOT NULL) named
      JOIN patron.users u ON lower(u.primary_id) = named.key AND u.status <> 'deleted'
      LEFT JOIN (SELECT user_id, array_agg(category_id ORDER BY category_id) AS category_ids
        FROM patron.user_categories GROUP BY user_id) c ON c.user_id = u.id
    )
    SELECT r.line, p.user_id, l.loan_id,
      CASE WHEN l.loan_id IS NULL THEN p.user_group_id ELSE before.user_group_id END AS base_group,
      CASE WHEN l.loan_id IS NULL THEN p.category_ids ELSE before.category_ids END AS base_categories,
      CASE
        WHEN l.loan_id IS NULL AND seen.digest IS NOT NULL THEN 'anonymized'
        WHEN r.primary_id IS NOT NULL AND p.user_id IS NULL THEN 'unknownUser'
        WHEN l.user_id <> p.user_id THEN 'otherUser'
        WHEN r.primary_id IS NULL AND ${endedAt(has)} IS NULL THEN 'activeWithoutUser'
        WHEN r.return_date::date > current_date THEN 'returnedLater'
        WHEN r.closed_date::date > current_date THEN 'closedLater'
        ${has("location") ? sql`` : sql`WHEN l.location_id IS NOT NULL AND (SELECT code FROM record.libraries WHERE id = l.library_id) <> r.library THEN 'movedLibrary'`}
        WHEN l.loan_id IS NULL THEN 'new'
        ELSE 'linked'
      END AS fate
    FROM ${lines} r
    LEFT JOIN people p ON p.key = lower(r.primary_id)
    LEFT JOIN patron.loan_links l ON l.source_id = ${sql.raw(`${sourceId}`)} AND l.source_number = r.loan_id
    LEFT JOIN record.seen_sources seen ON seen.digest = r.digest
    LEFT JOIN record.profiles before ON before.id = l.profile_id
    WHERE r.reason IS NULL AND NOT r.repeated`);
  await tx.execute(sql`ANALYZE ${fates}`);
  await giveReasons(merging);
}

/** A column that the file leaves out leaves the loan's ending as it is. */
function endedAt(has: Merging["has"]): SQL {
  const returned = has("return_date") ? "r.return_date" : "l.returned_at";
  const closed = has("closed_date") ? "r.closed_date" : "l.closed_at";
  return sql.raw(`coalesce(${returned}, ${closed})`);
}

async function giveReasons({ tx, staging }: Merging): Promise<void> {
  const entries = Object.entries(reasons);
  const columns = entries.map(([fate, [column]]) => `WHEN '${fate}' THEN '${column}'`).join(" ");
  const sentences = entries.map(([fate, [, text]]) => `WHEN '${fate}' THEN ${text}`).join(" ");
  await tx.execute(sql`
    UPDATE ${staging.table("lines")} l
    SET bad_column = CASE f.fate ${sql.raw(columns)} END, reason = CASE f.fate ${sql.raw(sentences)} END
    FROM ${staging.table("fates")} f
    WHERE f.line = l.line AND f.fate NOT IN ('new', 'linked', 'anonymized')`);
}

/** The source's id, made when it is the first time that records come from there. */
export async function sourceIdOf({ tx, source }: Merging): Promise<number> {
  await tx.execute(sql`
    INSERT INTO record.sources (name) SELECT ${source}
    WHERE NOT EXISTS (SELECT FROM record.sources WHERE name = ${source})`);
  return count(tx, sql`SELECT id FROM record.sources WHERE name = ${source}`);
}
