import { nameIn, type CodeNames } from "./code-names.ts";
import { formatCount, formatList } from "./format.ts";
import type { RunLimits } from "./run-limits.ts";

/** How much may go of one library or user group, of those that have at least so many. */
export interface ShareLimit {
  percent: number;
  from: number;
}

/** A library or user group of which more would go. */
export interface OverShare {
  kind: "library" | "userGroup";
  /** Empty for those without a user group. */
  code: string;
  takes: number;
  total: number;
}

/** As a preview tells it. */
export interface ShareOfOne extends ShareLimit {
  /** Largest share first. */
  over: OverShare[];
}

/** Null where it is not asked. */
export const shareLimitOf = ({
  shareOfOnePercent: percent,
  shareOfOneFrom: from,
}: RunLimits): ShareLimit | null => (percent === null ? null : { percent, from });

/** So many are named; of the rest it says how many. */
const named = 5;

/** Which libraries and user groups would lose too much, with their numbers; null where none would. */
export function overShareSentence(
  things: "finished records" | "users",
  { percent, over }: Pick<ShareOfOne, "percent" | "over">,
  names: CodeNames,
): string | null {
  if (over.length === 0) return null;
  const share =
    things === "users"
      ? "the users of one user group would be purged"
      : "the finished records of one library or user group would be anonymized";
  const parts = over
    .slice(0, named)
    .map(
      ({ takes, total, ...of }) =>
        `${formatCount(takes)} of ${formatCount(total)} of ${called(of, names)}`,
    );
  const more = over.length - parts.length;
  return `More than ${percent} % of ${share}: ${formatList([...parts, ...(more > 0 ? [`${formatCount(more)} more`] : [])])}.`;
}

function called({ kind, code }: Pick<OverShare, "kind" | "code">, names: CodeNames): string {
  if (kind === "library") return `library “${nameIn(names.library, code)}”`;
  return code === "" ? "no user group" : `user group “${nameIn(names.userGroup, code)}”`;
}
