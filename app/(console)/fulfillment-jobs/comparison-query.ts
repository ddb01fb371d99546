"use client";

import { useRef } from "react";
import { useMutation } from "@tanstack/react-query";
import type { Comparison } from "#jobs/anonymize/compare.ts";
import type { Family } from "#lib/families.ts";
import { fetchJson } from "#lib/fetch-json.ts";
import type { Rule, RuleList } from "#lib/rules.ts";

/** Asks what a list of rules would let go, beside the saved one. Stopping ends it in the database too. */
export function useComparison(family: Family) {
  const asking = useRef<AbortController>(null);
  const mutation = useMutation({
    mutationFn: async (list: RuleList) => {
      asking.current = new AbortController();
      return { comparison: await compareRules(family, list, asking.current.signal), list };
    },
  });
  return { ...mutation, stop: () => asking.current?.abort() };
}

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
