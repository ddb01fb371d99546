import type { Job, Range } from "../engine/job.ts";
import { dropMonth, removeLetters } from "./batch.ts";
import { dropEvidence, layEvidence } from "./evidence.ts";
import { freezePeriods, parsePeriods, type FrozenLetters } from "./frozen.ts";
import { tallyLetters, type Tally } from "./tally.ts";
import { verifyLettersPurge } from "./verify.ts";

/** Letters worth a bulk of their own, and the most bulks of a month: enough for many hands to share. */
const bulkLetters = 50_000;
const mostBulks = 8;

/** The key that stands for a month as a whole; letters' own begin at 1. */
const wholeMonth = 0;

type Bulk = Range & { planned: number };

export const lettersPurge: Job<FrozenLetters> = {
  name: "letters-purge",
  title: "Letters Purge with Retention",
  things: "letters",

  freeze: freezePeriods,

  parse: parsePeriods,

  async plan(tx, run) {
    await layEvidence(tx, run.id);
    const tallies = await tallyLetters(tx, run.frozen, run.cutOff);
    const months = [...new Set(tallies.map(({ month }) => month))];
    return months.flatMap((month) =>
      bulksOf(
        month,
        tallies.filter((tally) => tally.month === month),
      ),
    );
  },

  async size(tx, run) {
    const tallies = await tallyLetters(tx, run.frozen, run.cutOff);
    return {
      removes: tallies.reduce((sum, { goes }) => sum + goes, 0),
      total: tallies.reduce((sum, { stored }) => sum + stored, 0),
    };
  },

  async batch(tx, run, range, size) {
    if (range.after >= wholeMonth) return removeLetters(tx, run, range, size);
    return (
      (await dropMonth(tx, run, range)) ??
      removeLetters(tx, run, { ...range, after: wholeMonth }, size)
    );
  },

  verify: verifyLettersPurge,

  clean: (tx, run) => dropEvidence(tx, run.id),

  isEffect: (measure) => measure === "records",
};

/** One bulk for a month that goes as a whole, ranges of about equal width for another. */
function bulksOf(month: string, tallies: Tally[]): Bulk[] {
  const sum = (of: (tally: Tally) => number) =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  const past = sum((tally) => tally.past);
  if (past === 0) return [];
  const low = Math.min(...tallies.map((tally) => tally.low ?? Infinity));
  const high = Math.max(...tallies.map((tally) => tally.high ?? 0));
  if (sum((tally) => tally.goes) === sum((tally) => tally.stored)) {
    return [{ part: month, after: wholeMonth - 1, upTo: high, planned: past }];
  }
  const bulks = Math.min(Math.ceil(past / bulkLetters), mostBulks);
  const width = Math.ceil((high - low + 1) / bulks);
  return Array.from({ length: bulks }, (_, n) => ({
    part: month,
    after: low - 1 + n * width,
    upTo: Math.min(low - 1 + (n + 1) * width, high),
    planned: Math.round(past / bulks),
  })).filter(({ after, upTo }) => upTo > after);
}
