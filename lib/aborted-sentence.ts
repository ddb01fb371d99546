import { formatCount, formatCountOf } from "./format.ts";

/** Of a run that was aborted: what is done for good, and what it did not get to. Numbers are of its effect and of rows. */
export function abortedSentence(run: {
  /** What its preview said, or what it counted at its start. */
  expected: number | null;
  removed: number;
  planned: number;
  visited: number;
}): string {
  const { expected, removed, planned, visited } = run;
  const left = planned - visited;
  return [
    removed === 0
      ? "Aborted."
      : `Aborted with ${formatCount(removed)} done, which cannot be undone.`,
    ...(expected === null ? [] : [`Expected were ${formatCount(expected)}.`]),
    ...(left > 0
      ? [
          `About ${formatCountOf(left, "record was", "records were")} not looked at, and stayed as ${left === 1 ? "it was" : "they were"}.`,
        ]
      : []),
  ].join(" ");
}
