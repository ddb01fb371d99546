import { familyWords, type Family } from "./families.ts";
import { nearest } from "./nearest.ts";
import { excludes, ruleImplies } from "./rule-implies.ts";
import { isCoded, parameterNames, type CodedParameter, type KnownCodes } from "./rule-words.ts";
import type { Condition, Rule, RuleList } from "./rules.ts";
import { formatCount } from "./format.ts";

export interface RuleWarning {
  /** Which rule of the list, from 0 on. */
  rule: number | "default";
  message: string;
}

/** The usual slips of a rule list. With `known`, codes that do not exist are told too. */
export function ruleWarnings(family: Family, list: RuleList, known?: KnownCodes): RuleWarning[] {
  const ofRules = list.rules.flatMap((rule, index) =>
    [
      ...unreachable(list.rules, index),
      ...sameName(list.rules, index),
      ...warningsOfRule(family, rule, known),
    ].map((message) => ({ rule: index, message })),
  );
  return [...ofRules, ...ofDefault(family, list)];
}

/** What can be said of a rule without the others. */
const warningsOfRule = (
  family: Family,
  rule: Pick<Rule, "when" | "anonymize">,
  known?: KnownCodes,
): string[] => [
  ...matchesNothing(rule.when),
  ...retained(family, rule),
  ...newestFreed(family, rule),
  ...rule.when.flatMap((condition) => (known ? unknownCodes(condition, known) : [])),
];

/** Whether no record can ever be let go by this list. */
export const releasesNothing = ({ rules, default: byDefault }: RuleList): boolean =>
  !byDefault && !rules.some((rule) => rule.enabled && rule.anonymize);

function unreachable(rules: Rule[], index: number): string[] {
  const rule = rules[index];
  if (!rule?.enabled) return [];
  const above = rules.findIndex(
    (other, place) => place < index && other.enabled && ruleImplies(rule, other),
  );
  const earlier = rules[above];
  if (!earlier) return [];
  return [
    `Never reached: rule ${above + 1}, “${earlier.name}”, already decides every record that this rule would match. Move this rule above it.`,
  ];
}

function sameName(rules: Rule[], index: number): string[] {
  const name = rules[index]?.name;
  const isFirst = rules.findIndex((rule) => rule.name === name) === index;
  return isFirst
    ? []
    : [
        `Another rule is also named “${name}”; previews and reports tell the two apart by their places alone.`,
      ];
}

function matchesNothing(when: Condition[]): string[] {
  const future = when.some(
    (condition) =>
      condition.parameter === "daysSinceEnded" &&
      condition.operator === "<" &&
      condition.value === 0,
  );
  if (future) return ["Matches nothing: no record ends after the day of the run."];
  const clash = when.find((one, place) =>
    when.slice(place + 1).some((other) => excludes(one, other)),
  );
  return clash
    ? [`Matches nothing: its parameters “${parameterNames[clash.parameter]}” exclude each other.`]
    : [];
}

function retained(family: Family, { when, anonymize }: Pick<Rule, "when" | "anonymize">): string[] {
  if (!when.some(({ parameter }) => parameter === "loansToRetain")) return [];
  const { many } = familyWords[family];
  if (!anonymize) {
    return [
      `“Number of loans to retain” with the output False keeps the old ${many} and leaves the latest to the rules below. To retain the latest, set the output to True.`,
    ];
  }
  return when.some(({ parameter }) => parameter === "daysSinceEnded")
    ? []
    : [
        `Without “Days since ended”, a loan can be anonymized the very night it is returned, as soon as the patron has returned enough others.`,
      ];
}

function newestFreed(
  family: Family,
  { when, anonymize }: Pick<Rule, "when" | "anonymize">,
): string[] {
  if (!anonymize) return [];
  const { many } = familyWords[family];
  return when.flatMap((condition) => {
    const { parameter, operator } = condition;
    if (parameter !== "daysSinceEnded" && parameter !== "daysSinceUserExpiry") return [];
    const hasLowerEnd = when.some(
      (other) => other.parameter === parameter && other.operator === ">",
    );
    if (operator === "<" && !hasLowerEnd) {
      return parameter === "daysSinceEnded"
        ? [
            `“<” with the output True anonymizes the newest ${many} and leaves the old ones. Did you mean “>”?`,
          ]
        : [
            `“<” with the output True anonymizes the ${many} of patrons who have not expired, or only just. Did you mean “>”?`,
          ];
    }
    return operator === "=" && parameter === "daysSinceEnded"
      ? ["“=” matches one single day: what ended before it, or while no run took place, stays."]
      : [];
  });
}

const codeOf: Record<CodedParameter, string> = {
  library: "library",
  location: "location",
  userGroup: "user group",
  statisticalCategory: "statistical category",
};

function unknownCodes(condition: Condition, known: KnownCodes): string[] {
  const { parameter } = condition;
  if (!isCoded(parameter) || !("value" in condition) || !Array.isArray(condition.value)) return [];
  const codes = known[parameter].flatMap(({ code }) =>
    parameter === "location" ? [code, code.slice(code.indexOf(":") + 1)] : [code],
  );
  const unknown = condition.value.filter((code) => !codes.includes(code));
  const [first] = unknown;
  if (first === undefined) return [];
  const meant = unknown.length === 1 ? nearest(first, codes) : undefined;
  const shown = unknown.slice(0, 5).join(", ") + (unknown.length > 5 ? " …" : "");
  return [
    unknown.length === 1
      ? `There is no ${codeOf[parameter]} ${first}, so no record is of it.${meant ? ` Did you mean ${meant}?` : ""}`
      : `${formatCount(unknown.length)} values of “${parameterNames[parameter]}” do not exist, so no record is of them: ${shown}`,
  ];
}

function ofDefault(family: Family, list: RuleList): RuleWarning[] {
  if (!list.default) return [];
  const { many } = familyWords[family];
  const message = list.rules.some(({ enabled }) => enabled)
    ? `Every finished record that no rule above keeps is anonymized at the next run, even ${many} that ended today.`
    : `There is no enabled rule, so all finished ${many} are anonymized at the next run, even those that ended today.`;
  return [{ rule: "default", message }];
}
