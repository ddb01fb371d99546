import type { LetterType } from "#db/queries/letter-types.ts";
import type { LetterSort } from "./schema.ts";

/** A letter type as the table shows it. */
export interface LetterTypeRow extends LetterType {
  /** Letters stored. */
  stored: number;
  /** Letters that a run now would remove. */
  past: number;
}

const compare: Record<LetterSort, (one: LetterTypeRow, other: LetterTypeRow) => number> = {
  name: () => 0,
  code: (one, other) => byText(one.code, other.code),
  channel: (one, other) => byText(one.channel, other.channel),
  // Those without a period last: they keep the longest.
  retention: (one, other) => (one.retentionDays ?? Infinity) - (other.retentionDays ?? Infinity),
  stored: (one, other) => other.stored - one.stored,
  past: (one, other) => other.past - one.past,
  updated: (one, other) => byText(other.updatedOn ?? "", one.updatedOn ?? ""),
};

const byText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** Rows come by name, which decides where the column does not. */
export const sortLetterTypes = (rows: LetterTypeRow[], sort: LetterSort): LetterTypeRow[] =>
  rows.toSorted((one, other) => compare[sort](one, other) || 0);
