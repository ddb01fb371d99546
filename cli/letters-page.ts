import type { Run } from "#db/queries/job-runs.ts";
import type { LettersPreview } from "#jobs/purge-letters/preview.ts";
import { formatCount, formatCountOf } from "#lib/format.ts";
import { table } from "./table.ts";

/** A preview of the letters purge for people: totals, by type, by month. */
export function lettersPreviewPage(found: LettersPreview): string {
  const { confirm, cutOff, byType, byMonth, heldBack, kept, oldest, newest } = found;
  return [
    `Days are counted to ${cutOff}.`,
    ...(byType.length > 0
      ? [
          "",
          table(
            ["Letter type", "Would go"],
            byType.map(({ letterCode, letters }) => [letterCode, letters]),
          ),
          "",
          table(
            ["Month", "Would go", ""],
            byMonth.map(({ month, letters, whole }) => [month, letters, whole ? "as a whole" : ""]),
          ),
          `created between ${oldest} and ${newest}`,
        ]
      : []),
    "",
    ...heldBack.map(({ reason, letters }) => `  ${formatCount(letters)} held back: ${reason}`),
    `${formatCountOf(kept, "letter stays", "letters stay")}.`,
    "",
    `A run now would remove ${formatCountOf(confirm, "letter", "letters")}: confirm ${confirm}.`,
  ].join("\n");
}

/** What a run of the letters purge removed. */
export const lettersRemoved = ({ counters }: Pick<Run, "counters">): number =>
  counters
    .filter(({ measure }) => measure === "records")
    .reduce((total, { count }) => total + count, 0);
