"use client";

import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import type { SavedRule } from "#db/queries/rule-rows.ts";
import type { CodeNames } from "#lib/code-names.ts";
import type { Family } from "#lib/families.ts";
import { ruleSentence } from "#lib/rule-sentence.ts";
import { ruleWarnings } from "#lib/rule-warnings.ts";
import type { KnownCodes } from "#lib/rule-words.ts";
import type { Rule } from "#lib/rules.ts";
import { conditionsOf, type Draft, type RuleDraft } from "./draft-form.ts";

/** The whole list as it is saved, the rule among it. */
export interface SavedList {
  rules: SavedRule[];
  default: boolean;
}

interface Props {
  family: Family;
  codes: KnownCodes;
  names: CodeNames;
  list: SavedList;
  drafts: Draft[];
  rule: RuleDraft;
}

/** The rule as it stands in the form, read back, and what its place in the list makes of it. */
export function LiveSentence({ family, codes, names, list, drafts, rule }: Props) {
  const when = conditionsOf(drafts);
  const { id, name, enabled, output } = rule;
  const draft: Rule = { name, description: "", enabled, when, anonymize: output === "true" };
  const place = list.rules.findIndex((one) => one.id === id);
  const index = place < 0 ? list.rules.length : place;
  const saved: Rule[] = list.rules;
  const warnings =
    when.length === 0 || output === ""
      ? []
      : ruleWarnings(family, { ...list, rules: saved.toSpliced(index, 1, draft) }, codes);
  const unfinished = drafts.length - when.length;
  return (
    <Section title="In one sentence">
      <div aria-live="polite" className="grid max-w-prose gap-3">
        <p className="text-base">
          {drafts.length === 0
            ? "Add a parameter: a rule needs at least one."
            : sentence(family, draft, output, names)}
        </p>
        {unfinished > 0 && (
          <p className="text-muted">
            {unfinished === 1 ? "One parameter is" : `${unfinished} parameters are`} not complete
            yet.
          </p>
        )}
        {warnings
          .filter((warning) => warning.rule === index)
          .map(({ message }) => (
            <Notice key={message} tone="attention">
              {message}
            </Notice>
          ))}
        {output === "true" && (
          <p className="text-muted">There is no undo for what this rule lets go.</p>
        )}
      </div>
    </Section>
  );
}

function sentence(family: Family, draft: Rule, output: string, names: CodeNames): string {
  if (draft.when.length === 0) return "Complete a parameter to read the rule.";
  if (output === "") return "Choose the output to read the rule.";
  return ruleSentence(family, draft, names);
}
