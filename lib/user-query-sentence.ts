import { nameIn, type Names } from "./code-names.ts";
import { formatCount, formatCountOf, formatDay, formatMonth } from "./format.ts";
import type { UserCondition } from "./user-conditions.ts";
import { accountTypeNames, recordTypeNames, userStatusNames } from "./user-fields.ts";
import { isGroup, type QueryGroup, type QueryNode } from "./user-query.ts";

const NAMED = 4;

/** "Users whose status is Active, and (who have open loans, or who owe more than 10)." */
export const querySentence = (query: QueryGroup, groups: Names = new Map()): string =>
  `Users ${joined(query, groups)}.`;

function joined({ match, conditions }: QueryGroup, groups: Names): string {
  const parts = conditions.map((node) => clause(node, groups));
  return parts.join(match === "all" ? ", and " : ", or ");
}

function clause(node: QueryNode, groups: Names): string {
  if (!isGroup(node)) return phrase(node, groups);
  return node.conditions.length === 1 ? joined(node, groups) : `(${joined(node, groups)})`;
}

function phrase(condition: UserCondition, groups: Names): string {
  switch (condition.field) {
    case "recordType":
      return chosen("whose record type", condition, wordIn(recordTypeNames));
    case "accountType":
      return chosen("whose account type", condition, wordIn(accountTypeNames));
    case "status":
      return chosen("whose status", condition, wordIn(userStatusNames));
    case "userGroup":
      return chosen("whose user group", condition, (code) => nameIn(groups, code));
    case "jobCategory":
      return chosen("whose job category", condition);
    case "campus":
      return chosen("whose campus", condition);
    case "expiryDate":
      return dated("expiry date", condition);
    case "purgeDate":
      return dated("purge date", condition);
    case "createdDate":
      return dated("created date", condition);
    case "lastActivity":
      return active(condition);
    case "statisticalCategory":
      return held("statistical category", condition);
    case "block":
      return held("block", condition);
    case "identifierType":
      return held("identifier of type", condition, "identifier");
    case "hasOpenLoans":
      return condition.value ? "who have open loans" : "who have no open loans";
    case "feesOwed":
      return `who owe ${{ ">": "more than", "<": "less than", "=": "exactly" }[condition.operator]} ${condition.value.toFixed(2)}`;
    case "noteText":
      return noted(condition);
  }
}

type Listed = { operator: "in" | "notIn"; value: string[] } | Empty;
type Empty = { operator: "isEmpty" | "isNotEmpty" };

const wordIn = (words: Record<string, string>) => (value: string) => words[value] ?? value;
const itself = (value: string) => value;

function chosen(words: string, condition: Listed, said = itself): string {
  if (!("value" in condition)) return `${words} is ${emptiness(condition)}`;
  const not = condition.operator === "notIn" ? "not " : "";
  return `${words} is ${not}${list(condition.value.map(said))}`;
}

function held(words: string, condition: Listed, noun = words): string {
  const has = condition.operator === "in" || condition.operator === "isNotEmpty";
  if (!("value" in condition)) return has ? `who have any ${noun}` : `who have no ${noun}`;
  return `who ${has ? "have" : "do not have"} the ${words} ${list(condition.value)}`;
}

const emptiness = ({ operator }: Empty) => (operator === "isEmpty" ? "empty" : "not empty");

type Ago = { operator: "moreThanDaysAgo" | "lessThanDaysAgo"; value: number };
type Dated = { operator: "on" | "before" | "after"; value: string } | Ago | Empty;

function dated(words: string, condition: Dated): string {
  switch (condition.operator) {
    case "isEmpty":
    case "isNotEmpty":
      return `whose ${words} is ${emptiness(condition)}`;
    case "on":
    case "before":
    case "after":
      return `whose ${words} is ${condition.operator} ${formatDay(condition.value)}`;
    case "moreThanDaysAgo":
    case "lessThanDaysAgo":
      return `whose ${words} is ${ago(condition)}${words === "created date" ? "" : notYet(condition)}`;
  }
}

/** Days count below zero before the day comes. */
const notYet = ({ operator, value }: Ago) =>
  operator === "lessThanDaysAgo" && value > 0 ? " or still to come" : "";

function active(condition: Dated): string {
  switch (condition.operator) {
    case "isEmpty":
      return "who were never active";
    case "isNotEmpty":
      return "who were ever active";
    case "on":
      return `who were last active in ${formatMonth(condition.value)}`;
    case "before":
    case "after":
      return `who were last active ${condition.operator} ${formatMonth(condition.value)}`;
    case "moreThanDaysAgo":
    case "lessThanDaysAgo":
      return `who were last active ${ago(condition)}`;
  }
}

function ago({ operator, value }: Ago): string {
  if (value === 0) return operator === "moreThanDaysAgo" ? "before today" : "after today";
  const days = formatCountOf(value, "day", "days");
  return `${operator === "moreThanDaysAgo" ? "more" : "less"} than ${days} ago`;
}

function noted(condition: Extract<UserCondition, { field: "noteText" }>): string {
  switch (condition.operator) {
    case "isEmpty":
      return "who have no note";
    case "isNotEmpty":
      return "who have a note";
    case "contains":
      return `who have a note with “${condition.value}”`;
    case "notContains":
      return `who have no note with “${condition.value}”`;
  }
}

/** "A, B, C, D or 8 others" */
function list(values: readonly string[]): string {
  const more = values.length - NAMED;
  const shown = more > 1 ? [...values.slice(0, NAMED), `${formatCount(more)} others`] : values;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}
