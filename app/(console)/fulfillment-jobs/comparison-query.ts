"use client";

import type { Comparison } from "#jobs/anonymize/compare.ts";
import type { Family } from "#lib/families.ts";
import { fetchJson } from "#lib/fetch-json.ts";
import type { Rule, RuleList } from "#lib/rules.ts";
import { useAskedUntilLeft } from "../asked-until-left.ts";

/** Asks what a list of rules would let go, beside the saved one. */
export const useComparison = (family: Family) =>
  useAskedUntilLeft(async (list: RuleList, signal) => ({
    comparison: await compareRules(family, list, signal),
    list,
  }));

export const compareRules = (
  family: Family,
  list: RuleList,
  signal: AbortSignal,
): Promise<Comparison> =>
  fetchJson<Comparison>(`/api/anonymization/rules/${family}/comparison`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ rules: list.rules.map(plain), default: list.default }),
    signal,
  });

/** What the API takes of a rule: not its id. */
const plain = ({ name, description, enabled, when, anonymize }: Rule) => ({
  name,
  description,
  enabled,
  when,
  anonymize,
});
