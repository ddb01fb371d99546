import type { SavedRule } from "#db/queries/rule-rows.ts";
import type { Family } from "#lib/families.ts";
import { operatorsOf } from "#lib/rule-words.ts";
import {
  conditionSchema,
  ruleSchemaFor,
  type Condition,
  type Operator,
  type Parameter,
  type Rule,
  type RuleList,
} from "#lib/rules.ts";

/** A parameter while it is being entered: what each kind of value holds is kept when the kind changes. */
export interface Draft {
  key: number;
  parameter: Parameter;
  operator: Operator;
  number: string;
  codes: string[];
  yes: boolean;
}

export const newDraft = (key: number, parameter: Parameter): Draft => ({
  key,
  parameter,
  operator: operatorsOf[parameter][0] ?? "=",
  number: "",
  codes: [],
  yes: true,
});

export function draftOf(condition: Condition, key: number): Draft {
  const { parameter, operator } = condition;
  const value = "value" in condition ? condition.value : undefined;
  return {
    ...newDraft(key, parameter),
    operator,
    ...(typeof value === "number" && { number: String(value) }),
    ...(Array.isArray(value) && { codes: value }),
    ...(typeof value === "boolean" && { yes: value }),
  };
}

/** Another parameter takes the first operator that it knows. */
export const withParameter = (draft: Draft, parameter: Parameter): Draft => ({
  ...newDraft(draft.key, parameter),
  number: draft.number,
});

/** What is sent. A number that is none becomes null, for the schema to say so. */
export function sentOf({ parameter, operator, number, codes, yes }: Draft): unknown {
  const value = valueOf(operator, { number, codes, yes });
  return value === undefined ? { parameter, operator } : { parameter, operator, value };
}

function valueOf(
  operator: Operator,
  { number, codes, yes }: Pick<Draft, "number" | "codes" | "yes">,
) {
  if (operator === "isEmpty") return undefined;
  if (operator === "is") return yes;
  if (operator === "in" || operator === "notIn") return codes;
  const digits = number.trim().replaceAll(",", "");
  return digits === "" || Number.isNaN(Number(digits)) ? null : Number(digits);
}

/** Those that are complete. */
export const conditionsOf = (drafts: Draft[]): Condition[] =>
  drafts.flatMap((draft) => {
    const parsed = conditionSchema.safeParse(sentOf(draft));
    return parsed.success ? [parsed.data] : [];
  });

/** The rule's other fields while they are being entered; `output` is empty until it is chosen. */
export interface RuleDraft {
  id?: number;
  name: string;
  enabled: boolean;
  output: string;
}

/**
 * The whole list as saving would leave it: the rule in its place, or last when it is new. Null while
 * the rule could not be saved. A name that is still missing is no reason to wait.
 */
export function draftedList(
  family: Family,
  list: { rules: SavedRule[]; default: boolean },
  drafts: Draft[],
  { id, name, enabled, output }: RuleDraft,
): RuleList | null {
  if (output === "") return null;
  const rule = ruleSchemaFor(family).safeParse({
    name: name.trim() || "This rule",
    enabled,
    anonymize: output === "true",
    when: drafts.map(sentOf),
  });
  if (!rule.success) return null;
  const place = list.rules.findIndex((one) => one.id === id);
  const saved: Rule[] = list.rules;
  return {
    rules: saved.toSpliced(place < 0 ? saved.length : place, 1, rule.data),
    default: list.default,
  };
}
