import type { Run, RunCounter } from "#db/queries/job-runs.ts";
import { families, type Family } from "#lib/families.ts";
import { formatCountOf } from "#lib/format.ts";
import { deletePolicyNames } from "#lib/purge-fields.ts";
import { defaultRuleSentence, ruleSentence } from "#lib/rule-sentence.ts";
import { frozenAnonymization, type FrozenFamily } from "./anonymize/frozen.ts";
import { reasonOf, ruleName } from "./anonymize/reasons.ts";
import { frozenLetters } from "./purge-letters/frozen.ts";
import { frozenPurge } from "./purge-users/frozen.ts";

type Told = (counter: RunCounter) => string;

/**
 * What a run counted, by which rule: what the rule says, not what staff called it, since a certificate is kept
 * for years by others. Of purged users not by user group either: where that has one member, it would tell whom.
 */
export function certifiedCounts({ job, frozen, counters }: Run): RunCounter[] {
  const told = rulesTold[job]?.(frozen) ?? (({ label }: RunCounter) => label);
  const sums = new Map<string, RunCounter>();
  for (const counter of counters) {
    const label = told(counter);
    const key = JSON.stringify([counter.part, counter.measure, label]);
    const count = counter.count + (sums.get(key)?.count ?? 0);
    sums.set(key, { ...counter, label, count });
  }
  return [...sums.values()];
}

const rulesTold: Partial<Record<Run["job"], (frozen: unknown) => Told>> = {
  anonymization(stored) {
    const { families: frozen } = frozenAnonymization.parse(stored);
    const told = new Map(families.flatMap((family) => sentencesOf(family, frozen[family])));
    return ({ part, measure, label }) => told.get(`${part} ${measure} ${label}`) ?? label;
  },

  "letters-purge"(stored) {
    const { periods } = frozenLetters.parse(stored);
    return ({ measure, label }) => {
      const days = measure === "records" ? periods[label] : undefined;
      return days === undefined
        ? label
        : `${label}, kept for ${formatCountOf(days, "day", "days")}`;
    };
  },

  "purge-users"(stored) {
    const { policy } = frozenPurge.parse(stored);
    return ({ measure, label }) => (measure === "records" ? deletePolicyNames[policy] : label);
  },
};

/** By what a counter is of, and calls the rule that let go or held back. */
const sentencesOf = (family: Family, frozen: FrozenFamily): [string, string][] =>
  [...frozen.rules, undefined].flatMap((rule, position): [string, string][] => {
    const said = rule
      ? `Rule ${rule.place ?? position + 1}: ${ruleSentence(family, rule)}`
      : defaultRuleSentence(family, frozen.default);
    return [
      [`${family} records ${ruleName(frozen, position)}`, said],
      [`${family} heldBack ${reasonOf(frozen, position)}`, said],
    ];
  });
