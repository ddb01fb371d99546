"use client";

import { useQuery } from "@tanstack/react-query";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
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
export function DefaultRuleQuestion({ family, draft, close, onConfirm }: Props) {
  const { one, many } = familyWords[family];
  const { data, error } = useQuery({
    queryKey: ["default-rule", family, draft],
    queryFn: ({ signal }) => compareRules(family, draft, signal),
    gcTime: 0,
    retry: false,
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Let all ${many} go that no rule keeps?`}
      confirm={{ label: "Save the default rule as True", cancel: "Keep it False" }}
      ready={data !== undefined || error !== null}
      onConfirm={onConfirm}
    >
      <p role="status">
        {error && `${error.message} How many would go is not known.`}
        {!error && !data && "Counting what would go …"}
        {data &&
          `As of now ${formatCountOf(data.draft.goes, `finished ${one}`, `finished ${many}`)} would go, and ${formatCount(data.saved.goes)} by the saved rules.`}
      </p>
      <p>Even what ended today is anonymized then, at the next run that takes {many}.</p>
    </ConfirmDialog>
  );
}
