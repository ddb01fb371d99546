import type { Condition, Rule, RuleList } from "#lib/rules.ts";

/** A finished or active loan with everything a rule may ask about, as plain facts. */
export interface LoanFacts {
  id: number;
  userId: number;
  loanedOn: string;
  endedOn: string | null;
  library: string;
  location: string | null;
  userGroup: string | null;
  categories: string[];
  /** The user's expiry date, or the day of deletion that stands in for it. */
  expiry: string | null;
  hasOpenFee: boolean;
}

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** How many of the patron's finished loans ended later; ties go to the later loan, then the higher id. */
export function rankOf(loan: LoanFacts, all: LoanFacts[]): number {
  const later = (other: LoanFacts) =>
    compare(other.endedOn ?? "", loan.endedOn ?? "") ||
    compare(other.loanedOn, loan.loanedOn) ||
    other.id - loan.id;
  return (
    1 +
    all.filter((other) => other.userId === loan.userId && other.endedOn && later(other) > 0).length
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The specification in plain words: which rule decides a finished loan (its position among the
 * enabled rules, their number for the default) and what it decides. Written apart from the SQL.
 */
export function decide(
  list: RuleList,
  loan: LoanFacts,
  all: LoanFacts[],
  cutOff: string,
): { position: number; anonymize: boolean } {
  const enabled = list.rules.filter((rule) => rule.enabled);
  const position = enabled.findIndex((rule) => matches(rule, loan, all, cutOff));
  return position === -1
    ? { position: enabled.length, anonymize: list.default }
    : { position, anonymize: enabled[position]!.anonymize };
}

const matches = (rule: Rule, loan: LoanFacts, all: LoanFacts[], cutOff: string) =>
  rule.when.every((condition) => holds(condition, loan, all, cutOff));

function holds(condition: Condition, loan: LoanFacts, all: LoanFacts[], cutOff: string): boolean {
  const daysSince = (day: string | null) =>
    day === null ? NaN : dayNumber(cutOff) - dayNumber(day);
  const compares = (days: number, operator: string, value: number) =>
    operator === "=" ? days === value : operator === "<" ? days < value : days > value;
  const listed = (operator: string, isListed: boolean) =>
    operator === "in" ? isListed : !isListed;
  switch (condition.parameter) {
    case "daysSinceEnded":
      return compares(daysSince(loan.endedOn), condition.operator, condition.value);
    case "daysSinceUserExpiry":
      return condition.operator === "isEmpty"
        ? loan.expiry === null
        : compares(daysSince(loan.expiry), condition.operator, condition.value);
    case "library":
      return listed(condition.operator, condition.value.includes(loan.library));
    case "location":
      return listed(
        condition.operator,
        loan.location !== null &&
          (condition.value.includes(loan.location) ||
            condition.value.includes(`${loan.library}:${loan.location}`)),
      );
    case "userGroup":
      return listed(
        condition.operator,
        loan.userGroup !== null && condition.value.includes(loan.userGroup),
      );
    case "statisticalCategory":
      return listed(
        condition.operator,
        loan.categories.some((one) => condition.value.includes(one)),
      );
    case "loansToRetain":
      return rankOf(loan, all) > condition.value;
    case "hasOpenFee":
      return loan.hasOpenFee === condition.value;
    case "requestType":
      throw new Error("loans have no request type");
  }
}
