import type { Explanation, LinkExplanation, RuleVerdict } from "#jobs/anonymize/explain.ts";
import { noNames, type CodeNames } from "#lib/code-names.ts";
import { familyWords, type Family } from "#lib/families.ts";
import { formatCount, formatDay, formatList } from "#lib/format.ts";
import { conditionPhrase } from "#lib/rule-sentence.ts";
import { parameterNames } from "#lib/rule-words.ts";

const ended: Record<Family, string> = {
  loans: "returned or closed",
  fees: "closed",
  requests: "ended",
  borrowingRequests: "ended",
};

/** What is to be said of a record, the first sentence as the answer. */
export function explanationSentences(told: Explanation): string[] {
  if (!told.link) return ["Anonymized; nothing here tells of whom.", ...noteAlone(told)];
  const { one } = familyWords[told.family];
  switch (told.link.withheld) {
    case "active":
      return [
        `This ${one} is active: no rule is asked about it until it is ${ended[told.family]}.`,
      ];
    case "legalHold":
      return [
        `This ${one} is on legal hold: it stays, whatever the rules say, until the hold is released.`,
      ];
    case "noEndDate":
      return [
        `This ${one} is finished, but no end date is known of it. It is held back under every rule until an import brings one.`,
        ...rank(told.family, told.link),
      ];
    case null:
      return [
        when(told, told.link),
        decider(told),
        ...boxes(told, told.link),
        ...rank(told.family, told.link),
      ];
  }
}

function when(told: Explanation, { goesToday, goesOn, goesBy }: LinkExplanation): string {
  const { one } = familyWords[told.family];
  if (goesToday) return `The rules let this ${one} go at the next run.`;
  if (goesOn === null) return `Never under these rules: nothing lets this ${one} go as it stands.`;
  return `If nothing changes but the calendar, this ${one} goes from ${formatDay(goesOn)} on, by ${ruleAt(told, goesBy)}.`;
}

const ruleAt = (told: Explanation, place: number | null): string => {
  const rule = told.rules.find((one) => one.place === place);
  return rule ? `rule ${rule.place}, “${rule.name}”` : "the default rule";
};

function decider(told: Explanation): string {
  const rule = told.rules.find(({ decides }) => decides);
  const says = (anonymize: boolean) => (anonymize ? "anonymize it" : "keep it");
  return rule
    ? `Today ${ruleAt(told, rule.place)}, decides: ${says(rule.anonymize)}.`
    : `Today no rule matches, so the default rule decides: ${says(told.byDefault.anonymize)}.`;
}

/** What the job is told to take may be less than what the rules let go. */
function boxes({ takes, family, hasNote }: Explanation, { goesOn }: LinkExplanation): string[] {
  const { many } = familyWords[family];
  if (goesOn === null) return [];
  if (!takes.records && !takes.notes)
    return [
      `But neither box of ${many} is ticked on Fulfillment Jobs Configuration, so no run takes it.`,
    ];
  if (!takes.records)
    return [
      `But only the notes of ${many} are taken: ${hasNote ? "its note goes then, and" : "it has none, and"} the patron stays.`,
    ];
  return hasNote && !takes.notes ? ["Its note stays, and may name a person."] : [];
}

function noteAlone({ hasNote, takes }: Explanation): string[] {
  if (!hasNote) return [];
  return [
    takes.notes
      ? "A note on it is still kept. It goes at the next run, without asking the rules."
      : "A note on it is still kept, and may name a person. No run takes it while the box of notes is not ticked.",
  ];
}

function rank(family: Family, { rank: place, withheld }: LinkExplanation): string[] {
  if (family !== "loans") return [];
  if (place === null)
    return withheld ? [] : ["Its patron is deleted, so no number of loans to retain keeps it."];
  const which = place === 1 ? "the latest" : `number ${formatCount(place)}, latest first,`;
  return [`For “Number of loans to retain” it counts as ${which} of the patron's returned loans.`];
}

/** What a rule of the list says today, and if it does not match, which of its parameters. */
export function verdictText(
  told: Explanation,
  rule: RuleVerdict,
  names: CodeNames = noNames,
): string {
  if (!rule.enabled) return "Not enabled: passed over";
  if (rule.decides) return "Matches and decides";
  if (rule.matches === null) return "Not asked";
  if (!rule.matches) return `Does not match: ${failedText(told.family, rule, names)}`;
  const first = told.rules.find(({ decides }) => decides);
  return `Matches, but ${first ? `rule ${first.place} decides` : "is not reached"} first`;
}

const failedText = (
  family: Family,
  { when: conditions, failed }: RuleVerdict,
  names: CodeNames,
): string =>
  formatList(
    failed.flatMap((place) => {
      const condition = conditions[place];
      return condition
        ? [`${parameterNames[condition.parameter]} (${conditionPhrase(family, condition, names)})`]
        : [];
    }),
  );
