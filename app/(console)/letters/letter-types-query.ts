import type { Tx } from "#db/client.ts";
import {
  listLetterTypes,
  type LetterType,
  type LetterTypeFilter,
} from "#db/queries/letter-types.ts";
import { countByType } from "#jobs/purge-letters/preview.ts";
import type { LetterSort } from "./schema.ts";

/** A letter type as the table shows it. */
export interface LetterTypeRow extends LetterType {
  /** Letters stored. */
  stored: number;
  /** Letters that a run now would remove. */
  past: number;
}

export async function readLetterTypes(
  tx: Tx,
  filter: LetterTypeFilter = {},
): Promise<LetterTypeRow[]> {
  const counts = await countByType(tx);
  return (await listLetterTypes(tx, filter)).map((type) => ({
    ...type,
    ...(counts.get(type.code) ?? { stored: 0, past: 0 }),
  }));
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
