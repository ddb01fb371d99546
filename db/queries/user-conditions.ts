import { sql, type SQL } from "drizzle-orm";
import type { UserCondition } from "#lib/user-conditions.ts";

/** What a query is compiled in: the day that days count to, and the ids behind its codes. */
export interface Circumstances {
  today: string;
  timeZone: string;
  groups: Map<string, number>;
  categories: Map<string, number>;
  /** Whether few users are asked about: each is then looked up, where of many all sums are made at once. */
  few: boolean;
}

/** SQL for one condition, on `patron.users u`. Fields and operators come from here alone, values are parameters. */
export function holds(condition: UserCondition, now: Circumstances): SQL {
  switch (condition.field) {
    case "recordType":
      return oneOf(sql`u.record_type`, condition, sql`patron.record_type`);
    case "accountType":
      return oneOf(sql`u.account_type`, condition, sql`patron.account_type`);
    case "status":
      return oneOf(sql`u.status`, condition, sql`patron.user_status`);
    case "userGroup":
      return "value" in condition
        ? listed(sql`u.user_group_id`, condition.operator, ids(condition.value, now.groups))
        : emptiness(sql`u.user_group_id`, condition);
    case "jobCategory":
      return coded(sql`u.job_category`, condition);
    case "campus":
      return coded(sql`u.campus`, condition);
    case "expiryDate":
      return dated(sql`u.expiry_date`, condition, now);
    case "purgeDate":
      return dated(sql`u.purge_date`, condition, now);
    case "createdDate":
      return dated(sql`(u.created_at AT TIME ZONE ${now.timeZone}::text)::date`, condition, now);
    case "lastActivity":
      return active(condition, now);
    case "statisticalCategory":
      return has(
        "value" in condition
          ? sql`patron.user_categories part WHERE part.user_id = u.id AND part.category_id = ANY(${ids(condition.value, now.categories)})`
          : sql`patron.user_categories part WHERE part.user_id = u.id`,
        condition,
      );
    case "block":
      return has(coding(sql`patron.user_blocks`, sql`part.code`, condition), condition);
    case "identifierType":
      return has(coding(sql`patron.user_identifiers`, sql`part.type`, condition), condition);
    case "noteText":
      return has(noted(condition), condition);
    case "hasOpenLoans":
      return sql`${condition.value ? sql`` : sql`NOT `}EXISTS (SELECT FROM patron.loan_links part WHERE part.user_id = u.id AND part.ended_at IS NULL)`;
    case "feesOwed":
      return now.few ? eachOwing(condition) : owing(condition);
  }
}

type Listed = { operator: "in" | "notIn"; value: string[] };
type Empty = { operator: "isEmpty" | "isNotEmpty" };
type Ago = { operator: "moreThanDaysAgo" | "lessThanDaysAgo"; value: number };
type Dated = { operator: "on" | "before" | "after"; value: string } | Ago | Empty;

/** One value is compared as such: the planner sees where it contradicts the rest of a query. */
const oneOf = (column: SQL, { operator, value }: Listed, type: SQL): SQL =>
  value.length === 1
    ? sql`${column} ${operator === "in" ? sql`=` : sql`<>`} ${value[0]}::${type}`
    : listed(column, operator, sql`${sql.param(value)}::${type}[]`);

const coded = (column: SQL, condition: Listed | Empty): SQL =>
  "value" in condition
    ? listed(column, condition.operator, texts(condition.value))
    : emptiness(column, condition);

/** A user without the value is in no list. */
const listed = (column: SQL, operator: Listed["operator"], wanted: SQL): SQL =>
  operator === "in"
    ? sql`${column} = ANY(${wanted})`
    : sql`(${column} IS NULL OR ${column} <> ALL(${wanted}))`;

const emptiness = (column: SQL, { operator }: Empty): SQL =>
  operator === "isEmpty" ? sql`${column} IS NULL` : sql`${column} IS NOT NULL`;

function dated(day: SQL, condition: Dated, now: Circumstances): SQL {
  switch (condition.operator) {
    case "isEmpty":
    case "isNotEmpty":
      return emptiness(day, condition);
    case "on":
      return sql`${day} = ${condition.value}::date`;
    case "before":
      return sql`${day} < ${condition.value}::date`;
    case "after":
      return sql`${day} > ${condition.value}::date`;
    case "moreThanDaysAgo":
      return sql`${day} < ${daysAgo(condition.value, now)}`;
    case "lessThanDaysAgo":
      return sql`${day} > ${daysAgo(condition.value, now)}`;
  }
}

/** Of the last activity only the month is known. Who may have been active within the days, was. */
function active(condition: Dated, now: Circumstances): SQL {
  const month = sql`u.last_activity_month`;
  const first = (day: SQL) => sql`date_trunc('month', ${day})::date`;
  switch (condition.operator) {
    case "isEmpty":
    case "isNotEmpty":
      return emptiness(month, condition);
    case "on":
      return sql`${month} = ${first(sql`${condition.value}::date`)}`;
    case "before":
      return sql`${month} < ${first(sql`${condition.value}::date`)}`;
    case "after":
      return sql`${month} > ${first(sql`${condition.value}::date`)}`;
    case "moreThanDaysAgo":
      return sql`${month} < ${first(daysAgo(condition.value, now))}`;
    case "lessThanDaysAgo":
      return sql`${month} >= ${first(daysAgo(condition.value, now))}`;
  }
}

const daysAgo = (days: number, now: Circumstances): SQL =>
  sql`(${now.today}::date - ${days}::integer)`;

/** Correlated, so that the planner may look up user by user or once for all: a NOT IN could only do the latter. */
const has = (parts: SQL, { operator }: { operator: string }): SQL =>
  ["in", "isNotEmpty", "contains"].includes(operator)
    ? sql`EXISTS (SELECT FROM ${parts})`
    : sql`NOT EXISTS (SELECT FROM ${parts})`;

const coding = (table: SQL, column: SQL, condition: Listed | Empty): SQL =>
  "value" in condition
    ? sql`${table} part WHERE part.user_id = u.id AND ${column} = ANY(${texts(condition.value)})`
    : sql`${table} part WHERE part.user_id = u.id`;

function noted(condition: Extract<UserCondition, { field: "noteText" }>): SQL {
  const own = sql`patron.user_notes part WHERE part.user_id = u.id`;
  return "value" in condition
    ? sql`${own} AND lower(part.text) LIKE '%' || lower(${likeLiteral(condition.value)}) || '%'`
    : own;
}

type Owed = Extract<UserCondition, { field: "feesOwed" }>;
const comparing = { "=": sql`=`, "<": sql`<`, ">": sql`>` };

const eachOwing = ({ operator, value }: Owed): SQL =>
  sql`(SELECT coalesce(sum(fee.balance), 0) FROM patron.fee_links link JOIN record.fees fee ON fee.id = link.fee_id
    WHERE link.user_id = u.id AND NOT link.finished) ${comparing[operator]} ${value.toFixed(2)}::numeric`;

/** What is owed is the balance of all fees that are not closed; most users owe nothing and have no row. */
function owing({ operator, value }: Owed): SQL {
  const compares = comparing[operator];
  const wanted = sql`coalesce(part.owed ${compares} ${value.toFixed(2)}::numeric, false)`;
  const nothingFits = { "=": value === 0, "<": value > 0, ">": value < 0 }[operator];
  const owed = sql`(SELECT link.user_id, sum(fee.balance) AS owed FROM patron.fee_links link
    JOIN record.fees fee ON fee.id = link.fee_id
    WHERE NOT link.finished AND fee.balance <> 0 GROUP BY link.user_id) part`;
  return nothingFits
    ? sql`NOT EXISTS (SELECT FROM ${owed} WHERE part.user_id = u.id AND NOT ${wanted})`
    : sql`EXISTS (SELECT FROM ${owed} WHERE part.user_id = u.id AND ${wanted})`;
}

/** Text that LIKE takes as it stands. */
export const likeLiteral = (text: string): string => text.replaceAll(/[\\%_]/g, "\\$&");

export const texts = (values: readonly string[]): SQL => sql`${sql.param([...values])}::text[]`;

const ids = (codes: readonly string[], known: Map<string, number>): SQL =>
  sql`${sql.param(codes.flatMap((code) => known.get(code) ?? []))}::integer[]`;
