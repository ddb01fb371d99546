import type { Tx } from "#db/client.ts";
import { hashOfSettings } from "../engine/proposal-hash.ts";
import { cutOffDay } from "../engine/start.ts";
import { reasons } from "./batch.ts";
import { freezePeriods } from "./frozen.ts";
import { tallyLetters, type Tally } from "./tally.ts";

export interface LettersPreview {
  /** Letters that would be removed; the number to confirm a run with. */
  confirm: number;
  /** What it was counted with; a run that is confirmed is told the same. */
  settingsHash: string;
  cutOff: string;
  byType: { letterCode: string; letters: number }[];
  /** YYYY-MM; `whole` when nothing of the month stays, so that it is dropped. */
  byMonth: { month: string; letters: number; whole: boolean }[];
  byTypeAndMonth: { letterCode: string; month: string; letters: number }[];
  /** Past their period, and kept all the same. */
  heldBack: { reason: string; letters: number }[];
  /** Letters that stay, those held back among them. */
  kept: number;
  /** Days of creation of what would go, YYYY-MM-DD. */
  oldest: string | null;
  newest: string | null;
}

/** What a run started now would remove, by the same conditions that the run asks. Changes nothing. */
export async function previewLettersPurge(
  tx: Tx,
  options: { asOf?: string | undefined; forecastFor?: string } = {},
): Promise<LettersPreview> {
  const cutOff = options.forecastFor ?? (await cutOffDay(tx, options.asOf)).cutOff;
  const frozen = await freezePeriods(tx);
  const settingsHash = hashOfSettings("letters-purge", frozen);
  return { settingsHash, cutOff, ...summarise(await tallyLetters(tx, frozen, cutOff)) };
}

function summarise(tallies: Tally[]): Omit<LettersPreview, "settingsHash" | "cutOff"> {
  const going = tallies.filter(({ goes }) => goes > 0);
  const heldBack = [
    { reason: reasons.notSent, letters: sum(tallies, (tally) => tally.notSent) },
    { reason: reasons.held, letters: sum(tallies, (tally) => tally.held) },
  ];
  const confirm = sum(going, (tally) => tally.goes);
  return {
    confirm,
    byType: grouped(going, (tally) => tally.letterCode).map(([letterCode, of]) => ({
      letterCode,
      letters: sum(of, (tally) => tally.goes),
    })),
    byMonth: grouped(going, (tally) => tally.month).map(([month, of]) => {
      const letters = sum(of, (tally) => tally.goes);
      const stored = sum(
        tallies.filter((tally) => tally.month === month),
        (tally) => tally.stored,
      );
      return { month, letters, whole: letters === stored };
    }),
    byTypeAndMonth: going.map(({ letterCode, month, goes }) => ({
      letterCode,
      month,
      letters: goes,
    })),
    heldBack: heldBack.filter(({ letters }) => letters > 0),
    kept: sum(tallies, (tally) => tally.stored) - confirm,
    oldest: going.map(({ oldest }) => oldest ?? "").sort()[0] ?? null,
    newest:
      going
        .map(({ newest }) => newest ?? "")
        .sort()
        .at(-1) ?? null,
  };
}

const sum = (tallies: Tally[], of: (tally: Tally) => number) =>
  tallies.reduce((total, tally) => total + of(tally), 0);

const grouped = (tallies: Tally[], by: (tally: Tally) => string): [string, Tally[]][] =>
  [...new Set(tallies.map(by))]
    .sort()
    .map((key) => [key, tallies.filter((tally) => by(tally) === key)]);

/** Letters stored, and past their period now, those that stay all the same among them, by code of their type. */
export async function countByType(tx: Tx): Promise<Map<string, { stored: number; past: number }>> {
  const { cutOff } = await cutOffDay(tx);
  const tallies = await tallyLetters(tx, await freezePeriods(tx), cutOff);
  return new Map(
    grouped(tallies, (tally) => tally.letterCode).map(([code, of]) => [
      code,
      { stored: sum(of, (tally) => tally.stored), past: sum(of, (tally) => tally.past) },
    ]),
  );
}
