import type { Comparison } from "#jobs/anonymize/compare.ts";
import { familyWords } from "#lib/families.ts";
import { formatCount, formatCountOf, formatList } from "#lib/format.ts";

/** What the draft changes, the difference first. */
export function comparisonSentences(comparison: Comparison): string[] {
  const { family, saved, draft, starts, stops } = comparison;
  const { one, many } = familyWords[family];
  const count = (records: number) => formatCountOf(records, one, many);
  return [
    `As saved ${count(saved.goes)} would go; as drafted ${formatCount(draft.goes)}${difference(draft.goes - saved.goes)}.`,
    ...moved(starts, (records) => `${count(records)} would go that the saved rules keep`),
    ...moved(stops, (records) => `${count(records)} would stay that the saved rules let go`),
    `${formatCount(draft.stays)} would stay${beforeRules(draft)}.`,
  ];
}

/** What stays before any rule is asked. */
function beforeRules({ legalHold, noEndDate }: Comparison["draft"]): string {
  const reasons = [
    ...(legalHold > 0 ? [`${formatCount(legalHold)} on legal hold`] : []),
    ...(noEndDate > 0 ? [`${formatCount(noEndDate)} for want of an end date`] : []),
  ];
  return reasons.length > 0 ? `, ${formatList(reasons)}` : "";
}

const difference = (more: number) =>
  more === 0
    ? ", which is as many"
    : more > 0
      ? `, which is ${formatCount(more)} more`
      : `, which is ${formatCount(-more)} fewer`;

function moved(parts: Comparison["starts"], said: (records: number) => string): string[] {
  const total = parts.reduce((sum, { records }) => sum + records, 0);
  if (total === 0) return [];
  const keepers = parts.map(
    ({ keptBy, records }) =>
      `${formatCount(records)} by ${keptBy === null ? "the default rule" : `rule ${keptBy}`}`,
  );
  return [`${said(total)}: kept ${formatList(keepers)}.`];
}

/** Why a rule decides nothing. */
export function idleSentence({ matches, takenBy }: { matches: number; takenBy: number[] }): string {
  if (matches === 0) return "It matches nothing.";
  const takers = `${takenBy.length === 1 ? "rule" : "rules"} ${formatList(takenBy.map(String))}`;
  return `What it matches, ${formatCount(matches)}, is decided by ${takers}.`;
}
