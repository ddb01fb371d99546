import type pg from "pg";
import type { UserCondition } from "#lib/user-conditions.ts";
import { isGroup, type QueryNode } from "#lib/user-query.ts";

/** A user with everything a query may ask about, as plain facts. */
export interface UserFacts {
  id: number;
  recordType: string;
  accountType: string;
  status: string;
  userGroup: string | null;
  jobCategory: string | null;
  campus: string | null;
  expiryDate: string | null;
  purgeDate: string | null;
  createdDate: string;
  /** YYYY-MM-01 */
  lastActivity: string | null;
  categories: string[];
  blocks: string[];
  identifierTypes: string[];
  notes: string[];
  openLoans: number;
  /** Balances of the fees that are not closed, in cents. */
  openFees: number[];
}

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** The specification in plain words, written apart from the SQL. */
export function matchesUser(node: QueryNode, user: UserFacts, today: string): boolean {
  if (!isGroup(node)) return holds(node, user, today);
  const results = node.conditions.map((part) => matchesUser(part, user, today));
  return node.match === "all" ? results.every(Boolean) : results.some(Boolean);
}

function holds(condition: UserCondition, user: UserFacts, today: string): boolean {
  switch (condition.field) {
    case "recordType":
    case "accountType":
    case "status":
      return values([user[condition.field]], condition);
    case "userGroup":
    case "jobCategory":
    case "campus":
      return values(
        [user[condition.field]].filter((one) => one !== null),
        condition,
      );
    case "expiryDate":
    case "purgeDate":
    case "createdDate":
      return days(user[condition.field], condition, today, (day) => day);
    case "lastActivity":
      return days(user.lastActivity, condition, today, (day) => `${day.slice(0, 7)}-01`, true);
    case "statisticalCategory":
      return values(user.categories, condition);
    case "block":
      return values(user.blocks, condition);
    case "identifierType":
      return values(user.identifierTypes, condition);
    case "hasOpenLoans":
      return user.openLoans > 0 === condition.value;
    case "feesOwed": {
      const owed = user.openFees.reduce((sum, one) => sum + one, 0);
      const wanted = Math.round(condition.value * 100);
      return { "=": owed === wanted, "<": owed < wanted, ">": owed > wanted }[condition.operator];
    }
    case "noteText":
      if (!("value" in condition)) return values(user.notes, condition);
      return (
        user.notes.some((note) => note.toLowerCase().includes(condition.value.toLowerCase())) ===
        (condition.operator === "contains")
      );
  }
}

function values(
  has: string[],
  condition: { operator: string } | { operator: string; value: string[] },
): boolean {
  if (condition.operator === "isEmpty") return has.length === 0;
  if (condition.operator === "isNotEmpty") return has.length > 0;
  const isListed = "value" in condition && has.some((one) => condition.value.includes(one));
  return condition.operator === "in" ? isListed : !isListed;
}

function days(
  day: string | null,
  condition: { operator: string } | { operator: string; value: string | number },
  today: string,
  known: (day: string) => string,
  includesThatDay = false,
): boolean {
  if (condition.operator === "isEmpty") return day === null;
  if (condition.operator === "isNotEmpty") return day !== null;
  if (day === null || !("value" in condition)) return false;
  const { operator, value } = condition;
  const other = typeof value === "string" ? value : shift(today, -value);
  const difference = dayNumber(day) - dayNumber(known(other));
  if (operator === "on") return difference === 0;
  if (operator === "lessThanDaysAgo" && includesThatDay) return difference >= 0;
  return operator === "before" || operator === "moreThanDaysAgo" ? difference < 0 : difference > 0;
}

export const shift = (from: string, by: number): string =>
  new Date(Date.parse(`${from}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);

/** Puts users into the tables as they are, past every door, into a little library's codes: only a test may. */
export async function insertUsers(client: pg.ClientBase | pg.Pool, users: UserFacts[]) {
  const run = (text: string) => client.query(text, [JSON.stringify(users)]);
  const facts = (columns: string) => `jsonb_to_recordset($1::jsonb) AS f (id bigint, ${columns})`;
  await run(`INSERT INTO patron.users (id, primary_id, last_name, record_type, account_type, status, user_group_id,
      job_category, campus, expiry_date, purge_date, deleted_on, created_at, last_activity_month) OVERRIDING SYSTEM VALUE
    SELECT f.id, 'p' || f.id, 'Name ' || f.id, "recordType", "accountType", f.status, g.id, "jobCategory", campus,
      "expiryDate", "purgeDate", CASE WHEN f.status = 'deleted' THEN current_date END,
      ("createdDate" + time '12:00') AT TIME ZONE (SELECT time_zone FROM console.institution), "lastActivity"
    FROM ${facts(`"recordType" patron.record_type, "accountType" patron.account_type, status patron.user_status,
      "userGroup" text, "jobCategory" text, campus text, "expiryDate" date, "purgeDate" date, "createdDate" date, "lastActivity" date`)}
    LEFT JOIN record.user_groups g ON g.code = f."userGroup"`);
  await run(`INSERT INTO patron.user_categories SELECT f.id, c.id FROM ${facts("categories text[]")}
    JOIN record.statistical_categories c ON c.type || ':' || c.category = ANY(f.categories)`);
  for (const [name, table, column] of [
    ["blocks", "user_blocks", "code"],
    ["notes", "user_notes", "text"],
  ]) {
    await run(
      `INSERT INTO patron.${table} (user_id, ${column}) SELECT f.id, unnest(f.${name}) FROM ${facts(`${name} text[]`)}`,
    );
  }
  await run(`INSERT INTO patron.user_identifiers (user_id, type, value)
    SELECT f.id, t, t || f.id FROM ${facts('"identifierTypes" text[]')}, unnest(f."identifierTypes") t`);
  await run(`WITH loans AS (
      INSERT INTO record.loans (id, library_id, profile_id, item_id, loaned_on) OVERRIDING SYSTEM VALUE
      SELECT f.id * 100 + n, 1, 1, 1, current_date FROM ${facts('"openLoans" int')}, generate_series(0, f."openLoans") n RETURNING id)
    INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, returned_at, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
    SELECT id, id / 100, now(), e.at, e.at, e.at::date, e.at IS NOT NULL, 1, 1, 1, id::text
    FROM loans, LATERAL (SELECT CASE WHEN id % 100 = 0 THEN now() END) e(at)`);
  await run(`WITH fees AS (
      INSERT INTO record.fees (id, library_id, profile_id, type, status, original_amount, balance, created_on) OVERRIDING SYSTEM VALUE
      SELECT f.id * 100 + n, 1, 1, 'OVERDUE', CASE WHEN n = 0 THEN 'closed' WHEN n = 1 THEN 'in_dispute' ELSE 'active' END::record.fee_status,
        100, CASE WHEN n = 0 THEN 0 ELSE (b #>> '{}')::numeric / 100 END, current_date
      FROM ${facts('"openFees" jsonb')}, jsonb_array_elements('[0]'::jsonb || f."openFees") WITH ORDINALITY a(b, o), LATERAL (SELECT o - 1) k(n) RETURNING id, status)
    INSERT INTO patron.fee_links (fee_id, user_id, created_at, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
    SELECT id, id / 100, now(), e.at, e.at::date, e.at IS NOT NULL, 1, 1, 1, id::text
    FROM fees, LATERAL (SELECT CASE WHEN status = 'closed' THEN now() END) e(at)`);
}
