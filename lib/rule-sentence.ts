import { nameIn, noNames, type CodeNames, type Names } from "./code-names.ts";
import { familyWords, type Family } from "./families.ts";
import type { Condition, Rule } from "./rules.ts";
import { formatCount, formatCountOf } from "./format.ts";

const NAMED = 4;

const nouns: Record<Family, string> = {
  loans: familyWords.loans.many,
  fees: "fines and fees",
  requests: familyWords.requests.many,
  borrowingRequests: familyWords.borrowingRequests.many,
};

const ended: Record<Family, string> = {
  loans: "returned",
  fees: "closed",
  requests: "ended",
  borrowingRequests: "ended",
};

/** "Anonymize loans returned more than 30 days ago that are not among the patron's 5 latest." */
export function ruleSentence(
  family: Family,
  rule: Pick<Rule, "when" | "anonymize">,
  names: CodeNames = noNames,
): string {
  const said = rule.when.map((condition) => phrase(family, condition, names));
  const parts = ["of", "ended", "clause"].map((place) =>
    said
      .filter((part) => part.place === place)
      .map(({ text }) => text)
      .join(" and "),
  );
  const verb = rule.anonymize ? "Anonymize" : "Do not anonymize";
  return `${[verb, nouns[family], ...parts].filter(Boolean).join(" ")}.`;
}

export const defaultRuleSentence = (family: Family, anonymize: boolean): string =>
  anonymize
    ? `Anonymize all other finished ${nouns[family]}.`
    : `Do not anonymize any other ${nouns[family]}.`;

/** One parameter as the rule's sentence says it: "returned more than 30 days ago". */
export const conditionPhrase = (
  family: Family,
  condition: Condition,
  names: CodeNames = noNames,
): string => phrase(family, condition, names).text;

interface Phrase {
  place: "of" | "ended" | "clause";
  text: string;
}

const of = (text: string): Phrase => ({ place: "of", text });
const clause = (text: string): Phrase => ({ place: "clause", text });

function phrase(family: Family, condition: Condition, names: CodeNames): Phrase {
  switch (condition.parameter) {
    case "daysSinceEnded":
      return { place: "ended", text: `${ended[family]} ${ago(condition)}` };
    case "daysSinceUserExpiry":
      return clause(expiry(condition));
    case "library":
      return of(listed("of library", condition, names.library));
    case "location":
      return of(listed("at location", condition, names.location));
    case "userGroup":
      return of(listed("of user group", condition, names.userGroup));
    case "statisticalCategory":
      return of(listed("of statistical category", condition));
    case "requestType":
      return of(listed("of type", condition));
    case "loansToRetain":
      return clause(
        condition.value === 1
          ? "that are not the patron's latest"
          : `that are not among the patron's ${formatCount(condition.value)} latest`,
      );
    case "hasOpenFee":
      return clause(condition.value ? "that have an open fee" : "that have no open fee");
  }
}

type Compared = Extract<Condition, { operator: "=" | "<" | ">" }>;

function ago({ operator, value }: Compared): string {
  if (value === 0) return { "=": "today", ">": "before today", "<": "after today" }[operator];
  const words = { "=": "exactly", ">": "more than", "<": "less than" }[operator];
  return `${words} ${days(value)} ago`;
}

function expiry(condition: Extract<Condition, { parameter: "daysSinceUserExpiry" }>): string {
  if (condition.operator === "isEmpty") return "whose patron has no expiry date";
  const notYet = condition.operator === "<" && condition.value > 0 ? " or has not expired yet" : "";
  return (
    `whose patron's account expired ${ago(condition)}`.replace("expired after", "expires after") +
    notYet
  );
}

const days = (count: number) => formatCountOf(count, "day", "days");

function listed(
  words: string,
  { operator, value }: { operator: string; value: string[] },
  names: Names = new Map(),
): string {
  const named = value.map((code) => nameIn(names, code));
  const more = named.length - NAMED;
  const shown = more > 1 ? [...named.slice(0, NAMED), `${formatCount(more)} others`] : named;
  const last = shown.length > 1 ? ` or ${shown.at(-1)}` : "";
  const list = (last ? shown.slice(0, -1) : shown).join(", ") + last;
  return `${operator === "notIn" ? "not " : ""}${words} ${list}`;
}
