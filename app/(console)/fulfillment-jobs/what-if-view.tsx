"use client";

import { Button } from "#components/button.tsx";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import type { Family } from "#lib/families.ts";
import type { RuleList } from "#lib/rules.ts";
import { useComparison } from "./comparison-query.ts";
import { ComparisonReport, type ComparedNames } from "./comparison-report-view.tsx";

interface Props {
  family: Family;
  /** The whole list as it would be saved; null while it cannot be. */
  draft: RuleList | null;
  names: ComparedNames;
}

/** What the drafted rules would let go beside the saved ones, before anything is saved. */
export function WhatIf({ family, draft, names }: Props) {
  const { data, error, isPending, mutate, stop } = useComparison(family);
  const isOld = data && draft && JSON.stringify(data.list) !== JSON.stringify(draft);
  return (
    <Section
      title="What if"
      lead="Compares these rules with the saved ones, on every finished record. Nothing is saved or removed by it."
    >
      <div className="flex flex-wrap items-center gap-3">
        <Button
          pending={isPending}
          disabled={draft === null}
          onClick={() => draft && mutate(draft)}
        >
          Compare
        </Button>
        {isPending && (
          <Button variant="quiet" onClick={stop}>
            Stop
          </Button>
        )}
        <span className="text-muted">
          {draft === null
            ? "Complete the rule to compare it."
            : isPending
              ? "Every finished record is asked both lists …"
              : ""}
        </span>
      </div>
      <div aria-live="polite" className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {error && error.name !== "AbortError" && <Notice tone="danger">{error.message}</Notice>}
        {isOld && (
          <Notice tone="attention">The rules have changed since. Compare them again.</Notice>
        )}
        {data && <ComparisonReport comparison={data.comparison} names={names} />}
      </div>
    </Section>
  );
}
