"use client";

import { CountedQuestion } from "#components/counted-question.tsx";
import { familyWords, type Family } from "#lib/families.ts";
import { formatCount, formatCountOf } from "#lib/format.ts";
import type { RuleList } from "#lib/rules.ts";
import { compareRules } from "../../comparison-query.ts";

interface Props {
  family: Family;
  /** With the default rule True. */
  draft: RuleList;
  close: () => void;
  onConfirm: () => void;
}

/** Says what a default rule that anonymizes takes, before it does. */
export function DefaultRuleQuestion({ family, draft, ...answers }: Props) {
  const { one, many } = familyWords[family];
  return (
    <CountedQuestion
      {...answers}
      title={`Let all ${many} go that no rule keeps?`}
      confirm={{ label: "Save the default rule as True", cancel: "Keep it False" }}
      queryKey={["default-rule", family, draft]}
      count={(signal) => compareRules(family, draft, signal)}
      counting="Counting what would go …"
      told={({ draft, saved }) =>
        `As of now ${formatCountOf(draft.goes, `finished ${one}`, `finished ${many}`)} would go, and ${formatCount(saved.goes)} by the saved rules.`
      }
      uncounted="How many would go is not known."
    >
      <p>Even what ended today is anonymized then, at the next run that takes {many}.</p>
    </CountedQuestion>
  );
}
