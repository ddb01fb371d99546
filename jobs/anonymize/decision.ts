import { sql, type SQL } from "drizzle-orm";
import { familyTables } from "#db/families.ts";
import * as schema from "#db/schema/index.ts";
import type { Family } from "#lib/families.ts";
import type { Condition } from "#lib/rules.ts";
import type { FrozenFamily, FrozenRule } from "./frozen.ts";
import type { IsBeyond } from "./ranks.ts";

/** What the decision is taken in: the day that days count to, the frozen ranks, and the keys looked at. */
export interface Circumstances {
  /** YYYY-MM-DD, or SQL for a date where several days are asked at once. */
  cutOff: string | SQL;
  /** Which records lie beyond a number to retain; null where no rule asks. */
  isBeyond: IsBeyond | null;
  /** Whether the patron is held, where the query asks it in a way of its own. */
  held?: SQL;
  /** Narrows look-ups in other tables to the keys of a batch. */
  keys?: { after: number; upTo: number };
}

/** Decided before any rule: what is of a held person stays, and what has no day of ending. */
export const legalHold = -2;
export const noEndDate = -1;

/**
 * SQL for which rule decides a finished record of `family`: the position in `frozen.rules`, their
 * number for the default rule, `legalHold` or `noEndDate`. The query it stands in reads the family's link table
 * under its own name. Preview, run and explanation all use this one expression.
 */
export function decidingRule(
  family: Family,
  frozen: FrozenFamily,
  now: Circumstances,
): SQL<number> {
  const { links } = familyTables[family];
  const branches = frozen.rules.map(
    (rule, position) =>
      sql` WHEN ${sql.join(parametersOf(family, rule, now), sql` AND `)} THEN ${literal(position)}`,
  );
  const held = now.held ?? isHeld(family);
  return sql<number>`CASE WHEN ${held} THEN ${literal(legalHold)} WHEN ${links.endedOn} IS NULL THEN ${literal(noEndDate)}${sql.join(branches)} ELSE ${literal(frozen.rules.length)} END`;
}

/** Where nobody is held, which is most often so, that is asked once and not of each record. */
export const isHeld = (family: Family): SQL =>
  sql`((SELECT EXISTS (SELECT FROM patron.held_users)) AND EXISTS (SELECT FROM patron.held_users held WHERE held.user_id = ${familyTables[family].links.userId}))`;

/** SQL for each parameter of a rule: whether it matches the record. Null where a day is missing. */
export const parametersOf = (family: Family, rule: FrozenRule, now: Circumstances): SQL[] =>
  rule.when.map((condition, index) => matching(family, condition, rule.ids[index] ?? [], now));

/** SQL for whether the rule at the position `rule`, as `decidingRule` gives it, lets go what it decides. */
export const letsGo = (frozen: FrozenFamily, rule: SQL): SQL =>
  sql`(${rule}) = ANY(${sql.param(anonymizingPositions(frozen))}::integer[])`;

/** Positions whose decision is to anonymize. */
export const anonymizingPositions = (frozen: FrozenFamily): number[] =>
  [...frozen.rules.map((rule) => rule.anonymize), frozen.default].flatMap((anonymize, position) =>
    anonymize ? [position] : [],
  );

function matching(family: Family, condition: Condition, ids: number[], now: Circumstances): SQL {
  const { links, key } = familyTables[family];
  switch (condition.parameter) {
    case "daysSinceEnded":
      return daysSince(sql`${links.endedOn}`, condition.operator, condition.value, now);
    case "daysSinceUserExpiry": {
      const expiry = sql`(SELECT coalesce(u.expiry_date, u.deleted_on) FROM patron.users u WHERE u.id = ${links.userId})`;
      return condition.operator === "isEmpty"
        ? sql`${expiry} IS NULL`
        : daysSince(expiry, condition.operator, condition.value, now);
    }
    case "library":
      return listed(sql`${links.libraryId}`, condition.operator, ids);
    case "location":
      return listed(sql`${links.locationId}`, condition.operator, ids);
    case "userGroup":
      return inProfiles(
        links.profileId,
        condition.operator,
        sql`p.user_group_id = ANY(${list(ids)})`,
      );
    case "statisticalCategory":
      return inProfiles(links.profileId, condition.operator, sql`p.category_ids && ${list(ids)}`);
    case "loansToRetain":
      if (!now.isBeyond) throw new Error("a rule asks for ranks that were not frozen");
      return now.isBeyond(key, condition.value, now.keys);
    case "requestType":
      return listed(
        sql`${schema.requestLinks.requestType}::text`,
        condition.operator,
        condition.value,
      );
    case "hasOpenFee": {
      const open = sql`(SELECT open.loan_id FROM patron.fee_links open JOIN record.fees f ON f.id = open.fee_id
        WHERE NOT open.finished AND f.balance <> 0 AND open.loan_id IS NOT NULL${within(sql`open.loan_id`, now)})`;
      return condition.value ? sql`${key} IN ${open}` : sql`${key} NOT IN ${open}`;
    }
  }
}

const daysSince = (day: SQL, operator: "=" | "<" | ">", days: number, now: Circumstances): SQL => {
  // cutOff - day > days, turned round so that the day stands alone.
  const turned = { "=": sql`=`, "<": sql`>`, ">": sql`<` }[operator];
  return sql`${day} ${turned} ${now.cutOff}::date - ${literal(days)}`;
};

/** A record without the value is in no list. */
const listed = (value: SQL, operator: "in" | "notIn", wanted: number[] | string[]): SQL =>
  operator === "in"
    ? sql`${value} = ANY(${list(wanted)})`
    : sql`(${value} IS NULL OR ${value} <> ALL(${list(wanted)}))`;

const inProfiles = (profile: unknown, operator: "in" | "notIn", such: SQL): SQL =>
  sql`${profile} ${operator === "in" ? sql`IN` : sql`NOT IN`} (SELECT p.id FROM record.profiles p WHERE ${such})`;

const within = (column: SQL, { keys }: Circumstances): SQL =>
  keys ? sql` AND ${column} > ${keys.after} AND ${column} <= ${keys.upTo}` : sql``;

const list = (values: number[] | string[]): SQL =>
  values.every((value) => typeof value === "number")
    ? sql`${sql.param(values)}::integer[]`
    : sql`${sql.param(values)}::text[]`;

/** A number of our own making, written out so that PostgreSQL sees its type. */
export const literal = (value: number): SQL => sql.raw(String(Math.trunc(value)));
