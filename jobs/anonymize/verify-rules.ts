import { sql, type SQL } from "drizzle-orm";
import type { Condition } from "#lib/rules.ts";
import type { FrozenFamily, FrozenRule } from "./frozen.ts";

/*
 * The rules once more, for the verifier: written apart from decision.ts.
 */

/** What is asked stands in which column; null where a family has none. */
export interface Facts {
  /** YYYY-MM-DD. */
  cutOff: string;
  endedOn: SQL;
  library: SQL;
  profile: SQL;
  location: SQL | null;
  requestType: SQL | null;
  /** Null after a cut: nobody can be asked about the patron any more. */
  patron: {
    /** Whether it is one of the users of a query; `such` names them. */
    isUser: (such: string, users: SQL) => SQL;
    isBeyond: (retained: number) => SQL;
    hasOpenFee: () => SQL;
  } | null;
}

/**
 * Whether a finished record can be let go. A parameter that nobody can answer any more is NULL, and
 * SQL's own logic of three values does the rest: a rule that may match may let go, and keeps only if it
 * surely matches.
 */
export function maybeLetGo(frozen: FrozenFamily, facts: Facts): SQL {
  const rules = frozen.rules.map((rule) => {
    const matches = sql.join(
      rule.when.map((condition, index) => answer(condition, rule.ids[index] ?? [], facts)),
      sql` AND `,
    );
    return rule.anonymize
      ? sql` WHEN (${matches}) IS NOT FALSE THEN true`
      : sql` WHEN (${matches}) IS TRUE THEN false`;
  });
  return sql`CASE WHEN ${facts.endedOn} IS NULL THEN false${sql.join(rules)} ELSE ${frozen.default} END`;
}

export const asks = (frozen: FrozenFamily, parameter: Condition["parameter"]): boolean =>
  frozen.rules.some(({ when }: FrozenRule) => when.some((one) => one.parameter === parameter));

function answer(condition: Condition, ids: number[], facts: Facts): SQL {
  const days = (since: SQL, operator: string, value: number) =>
    sql`coalesce((${facts.cutOff}::date - ${since}) ${sql.raw(operator)} ${value}::integer, false)`;
  const listed = (isListed: SQL, operator: "in" | "notIn") =>
    operator === "in" ? isListed : sql`NOT ${isListed}`;
  const isAmong = (column: SQL | null, values: number[] | string[], type: "integer" | "text") =>
    column
      ? sql`coalesce(${column} = ANY(${sql.param(values)}::${sql.raw(type)}[]), false)`
      : sql`false`;
  const profiles = (which: SQL) =>
    sql`(${facts.profile} IN (SELECT p.id FROM record.profiles p WHERE ${which}))`;
  const numbers = sql`${sql.param(ids)}::integer[]`;
  const ofPatron = (known: (patron: NonNullable<Facts["patron"]>) => SQL) =>
    facts.patron ? known(facts.patron) : sql`NULL::boolean`;
  switch (condition.parameter) {
    case "daysSinceEnded":
      return days(facts.endedOn, condition.operator, condition.value);
    case "library":
      return listed(isAmong(facts.library, ids, "integer"), condition.operator);
    case "location":
      return listed(isAmong(facts.location, ids, "integer"), condition.operator);
    case "userGroup":
      return listed(profiles(sql`p.user_group_id = ANY(${numbers})`), condition.operator);
    case "statisticalCategory":
      return listed(profiles(sql`p.category_ids && ${numbers}`), condition.operator);
    case "requestType":
      return listed(isAmong(facts.requestType, condition.value, "text"), condition.operator);
    case "daysSinceUserExpiry":
      return ofPatron(({ isUser }) => {
        const expires = sql`coalesce(u.expiry_date, u.deleted_on)`;
        const isSuch = (such: string, which: SQL) =>
          isUser(such, sql`SELECT u.id FROM patron.users u WHERE ${which}`);
        if (condition.operator === "isEmpty")
          return sql`NOT ${isSuch("expiring", sql`${expires} IS NOT NULL`)}`;
        const { operator, value } = condition;
        return isSuch(`expired ${operator} ${value}`, days(expires, operator, value));
      });
    case "loansToRetain":
      return ofPatron(({ isBeyond }) => isBeyond(condition.value));
    case "hasOpenFee":
      return ofPatron(({ hasOpenFee }) => sql`(${hasOpenFee()} = ${condition.value}::boolean)`);
  }
}
