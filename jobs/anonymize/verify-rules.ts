import { sql, type SQL } from "drizzle-orm";
import type { Condition } from "#lib/rules.ts";
import type { FrozenFamily, FrozenRule } from "./frozen.ts";

/*
 * The rules once more, for the verifier: written apart from decision.ts, over a record `r`, its profile
 * `p` and, where it still has one, its link `k`.
 */

/** What of a record stands in which column; null where its family has none. */
export interface Facts {
  location: SQL | null;
  requestType: SQL | null;
  /** YYYY-MM-DD. */
  cutOff: string;
  /** Whether the patron can still be asked about. After a cut nobody can. */
  isLinked: boolean;
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
  return sql`CASE WHEN r.ended_on IS NULL THEN false${sql.join(rules)} ELSE ${frozen.default} END`;
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
  const ofPatron = (known: SQL) => (facts.isLinked ? known : sql`NULL::boolean`);
  switch (condition.parameter) {
    case "daysSinceEnded":
      return days(sql`r.ended_on`, condition.operator, condition.value);
    case "library":
      return listed(isAmong(sql`r.library_id`, ids, "integer"), condition.operator);
    case "location":
      return listed(isAmong(facts.location, ids, "integer"), condition.operator);
    case "userGroup":
      return listed(isAmong(sql`p.user_group_id`, ids, "integer"), condition.operator);
    case "statisticalCategory":
      return listed(sql`(p.category_ids && ${sql.param(ids)}::integer[])`, condition.operator);
    case "requestType":
      return listed(isAmong(facts.requestType, condition.value, "text"), condition.operator);
    case "daysSinceUserExpiry": {
      const expires = sql`(SELECT coalesce(u.expiry_date, u.deleted_on) FROM patron.users u WHERE u.id = k.user_id)`;
      return ofPatron(
        condition.operator === "isEmpty"
          ? sql`${expires} IS NULL`
          : days(expires, condition.operator, condition.value),
      );
    }
    case "loansToRetain":
      return ofPatron(sql`coalesce(k.rank > ${condition.value}::integer, false)`);
    case "hasOpenFee":
      return ofPatron(sql`(k.has_open_fee = ${condition.value}::boolean)`);
  }
}
