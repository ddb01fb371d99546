import type { Tx } from "#db/client.ts";
import {
  listLetterTypes,
  type LetterType,
  type LetterTypeFilter,
} from "#db/queries/letter-types.ts";
import { countByType } from "#jobs/purge-letters/preview.ts";
import type { LetterSort } from "./schema.ts";

export interface LetterCount {
  /** Letters stored. */
  stored: number;
  /** Past their period, those that stay all the same among them. */
  past: number;
}

/** By code; a type that is not named has none. */
export type LetterCounts = Record<string, LetterCount>;
const noLetters: LetterCount = { stored: 0, past: 0 };

/** Reads every letter once. */
export const countLetters = async (tx: Tx): Promise<LetterCounts> =>
  Object.fromEntries(await countByType(tx));

export async function readLetterTypes(
  tx: Tx,
  filter: LetterTypeFilter = {},
): Promise<(LetterType & LetterCount)[]> {
  const counts = await countLetters(tx);
  return (await listLetterTypes(tx, filter)).map((type) => ({
    ...type,
    ...(counts[type.code] ?? noLetters),
  }));
}

type Compare = (one: LetterType, other: LetterType, counts: LetterCounts) => number;

const compare: Record<LetterSort, Compare> = {
  name: () => 0,
  code: (one, other) => byText(one.code, other.code),
  channel: (one, other) => byText(one.channel, other.channel),
  // Those without a period last: they keep the longest.
  retention: (one, other) => (one.retentionDays ?? Infinity) - (other.retentionDays ?? Infinity),
  stored: (one, other, counts) => countOf(other, counts).stored - countOf(one, counts).stored,
  past: (one, other, counts) => countOf(other, counts).past - countOf(one, counts).past,
  updated: (one, other) => byText(other.updatedOn ?? "", one.updatedOn ?? ""),
};

const countOf = ({ code }: LetterType, counts: LetterCounts) => counts[code] ?? noLetters;
const byText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** Whether the order is that of the counts, so that the rows must wait for them. */
export const sortsByCount = (sort: LetterSort): boolean => sort === "stored" || sort === "past";

/** Rows come by name, which decides where the column does not. */
export const sortLetterTypes = (
  types: LetterType[],
  sort: LetterSort,
  counts: LetterCounts = {},
): LetterType[] => types.toSorted((one, other) => compare[sort](one, other, counts) || 0);
