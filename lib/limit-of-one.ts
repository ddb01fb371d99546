import { nameIn, type CodeNames } from "./code-names.ts";
import { formatCount, formatCountOf, formatList } from "./format.ts";
import type { RunLimits } from "./run-limits.ts";

/** How much may go of one library or user group. Either may be null: not asked. */
export interface LimitOfOne {
  percent: number | null;
  /** Of those with fewer the percentage is not asked. */
  from: number;
  /** In records or users, of those of any size. */
  most: number | null;
}

/** A library or user group of which more would go. */
export interface OverLimit {
  kind: "library" | "userGroup";
  /** Empty for those without a user group. */
  code: string;
  takes: number;
  total: number;
  beyond: ("percent" | "most")[];
}

/** As a preview tells it. */
export interface ToldOfOne extends LimitOfOne {
  /** Largest share first. */
  over: OverLimit[];
}

/** Null where neither is asked. */
export const limitOfOne = ({
  shareOfOnePercent: percent,
  shareOfOneFrom: from,
  mostOfOne: most,
}: Pick<RunLimits, "shareOfOnePercent" | "shareOfOneFrom" | "mostOfOne">): LimitOfOne | null =>
  percent === null && most === null ? null : { percent, from, most };

const words = {
  "finished records": {
    one: "finished record",
    of: "of one library or user group would be anonymized",
  },
  users: { one: "user", of: "of one user group would be purged" },
} as const;

/** What of a library or user group is counted. */
export type ThingsOfOne = keyof typeof words;

/** Of what they are counted: users have no library. */
export const ones: Record<ThingsOfOne, string> = {
  "finished records": "library or user group",
  users: "user group",
};

/** Which libraries and user groups would lose too much, with their numbers; null where none would, or it is not asked. */
export function overLimitSentence(
  things: ThingsOfOne,
  told: ToldOfOne | null,
  names: CodeNames,
): string | null {
  if (!told || told.over.length === 0) return null;
  const { percent, most, over } = told;
  const { one, of } = words[things];
  const beyond = (limit: "percent" | "most") => over.filter((each) => each.beyond.includes(limit));
  const share = beyond("percent");
  const number = beyond("most").toSorted((a, b) => b.takes - a.takes);
  return [
    ...(percent !== null && share.length > 0
      ? [`More than ${percent} % of the ${things} ${of}: ${listed(share, names)}.`]
      : []),
    ...(most !== null && number.length > 0
      ? [`More than ${formatCountOf(most, one, things)} ${of}: ${listed(number, names)}.`]
      : []),
  ].join(" ");
}

/** So many are named; of the rest it says how many. */
const named = 5;

function listed(over: OverLimit[], names: CodeNames): string {
  const parts = over
    .slice(0, named)
    .map(
      ({ takes, total, ...of }) =>
        `${formatCount(takes)} of ${formatCount(total)} of ${called(of, names)}`,
    );
  const more = over.length - parts.length;
  return formatList([...parts, ...(more > 0 ? [`${formatCount(more)} more`] : [])]);
}

function called({ kind, code }: Pick<OverLimit, "kind" | "code">, names: CodeNames): string {
  if (kind === "library") return `library “${nameIn(names.library, code)}”`;
  return code === "" ? "no user group" : `user group “${nameIn(names.userGroup, code)}”`;
}
