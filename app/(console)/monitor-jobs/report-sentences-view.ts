import type { RunCounter } from "#db/queries/job-runs.ts";
import { families, familyWords, type Family } from "#lib/families.ts";
import { formatCount, formatCountOf, formatList, lowerFirst } from "#lib/format.ts";

export interface FamilyTotals {
  family: Family;
  records: number;
  heldBack: number;
  notes: number;
}

/** Families of which the run counted anything, in the order of every screen. */
export const familyTotals = (counters: RunCounter[]): FamilyTotals[] =>
  families
    .filter((family) => counters.some(({ part }) => part === family))
    .map((family) => {
      const total = (measure: string) =>
        counters
          .filter((one) => one.part === family && one.measure === measure)
          .reduce((sum, { count }) => sum + count, 0);
      return {
        family,
        records: total("records"),
        heldBack: total("heldBack"),
        notes: total("notes"),
      };
    });

/** "41,200 loans no longer name a patron. 318 are held back: kept by rule: Recent (210) and no end date (108)." */
export const reportSentences = (counters: RunCounter[]): string[] =>
  familyTotals(counters).map((totals) => {
    const { family, records, heldBack, notes } = totals;
    const { one, many } = familyWords[family];
    const said = [];
    if (records > 0)
      said.push(
        `${formatCountOf(records, `${one} no longer names`, `${many} no longer name`)} a patron.`,
      );
    if (notes > 0) said.push(`${formatCountOf(notes, "note was", "notes were")} removed.`);
    if (heldBack > 0)
      said.push(
        `${records > 0 ? formatCountOf(heldBack, "is", "are") : formatCountOf(heldBack, `${one} is`, `${many} are`)} held back: ${reasons(family, counters)}.`,
      );
    return said.join(" ");
  });

const reasons = (family: Family, counters: RunCounter[]) =>
  formatList(
    counters
      .filter(({ part, measure }) => part === family && measure === "heldBack")
      .map(({ label, count }) => reasonOf(label, count)),
  );

/** Labels are no part of speech that a number could stand before. */
const reasonOf = (label: string, count: number) => `${lowerFirst(label)} (${formatCount(count)})`;

const sumOf = (counters: RunCounter[], measure: string) =>
  counters
    .filter((counter) => counter.measure === measure)
    .reduce((sum, { count }) => sum + count, 0);

/** "41,200 letters were removed. 3 months went as a whole. 2 are held back: not sent yet (2)." */
export function lettersSentences(counters: RunCounter[]): string[] {
  const [removed, months, held] = ["records", "months", "heldBack"].map((measure) =>
    sumOf(counters, measure),
  ) as [number, number, number];
  const said = [
    ...(removed > 0 ? [`${formatCountOf(removed, "letter was", "letters were")} removed.`] : []),
    ...(months > 0 ? [`${formatCountOf(months, "month", "months")} went as a whole.`] : []),
    ...(held > 0
      ? [`${formatCountOf(held, "letter is", "letters are")} held back: ${reasonsOf(counters)}.`]
      : []),
  ];
  return said.length > 0 ? [said.join(" ")] : [];
}

function reasonsOf(counters: RunCounter[]): string {
  const held = counters.filter(({ measure }) => measure === "heldBack");
  const labels = [...new Set(held.map(({ label }) => label))];
  return formatList(
    labels.map((label) => {
      const count = sumOf(
        held.filter((counter) => counter.label === label),
        "heldBack",
      );
      return reasonOf(label, count);
    }),
  );
}

/** "120 users were purged. 3 fees were waived, 12.50 in all. 2 are held back: active loan (2)." */
export function purgeSentences(counters: RunCounter[]): string[] {
  const sum = (measure: string) => sumOf(counters, measure);
  const [purged, waived, cancelled, held] = [
    sum("records"),
    sum("feesWaived"),
    sum("requestsCancelled"),
    sum("heldBack"),
  ];
  const said = [
    ...(purged > 0 ? [`${formatCountOf(purged, "user was", "users were")} purged.`] : []),
    ...(waived > 0
      ? [
          `${formatCountOf(waived, "fee was", "fees were")} waived, ${(sum("hundredthsWaived") / 100).toFixed(2)} in all.`,
        ]
      : []),
    ...(cancelled > 0
      ? [`${formatCountOf(cancelled, "request was", "requests were")} cancelled.`]
      : []),
    ...(held > 0
      ? [`${formatCountOf(held, "user is", "users are")} held back: ${reasonsOf(counters)}.`]
      : []),
  ];
  return said.length > 0 ? [said.join(" ")] : [];
}

/** "120 users were changed. 5 stay as they are. 2 are left alone: deleted meanwhile (2). 120 letters were queued." */
export function updateReportSentences(counters: RunCounter[]): string[] {
  const sum = (measure: string) => sumOf(counters, measure);
  const [updated, unchanged, held, failed, letters, withoutEmail] = [
    sum("updated"),
    sum("unchanged"),
    sum("heldBack"),
    sum("setAside"),
    sum("letters"),
    sum("withoutEmail"),
  ];
  const said = [
    ...(updated > 0 ? [`${formatCountOf(updated, "user was", "users were")} changed.`] : []),
    ...(unchanged > 0
      ? [`${formatCountOf(unchanged, "user was", "users were")} left unchanged: nothing fitted.`]
      : []),
    ...(held > 0
      ? [`${formatCountOf(held, "user is", "users are")} left alone: ${reasonsOf(counters)}.`]
      : []),
    ...(failed > 0 ? [`${formatCountOf(failed, "user", "users")} failed.`] : []),
    ...(letters > 0 ? [`${formatCountOf(letters, "letter was", "letters were")} queued.`] : []),
    ...(withoutEmail > 0
      ? [`${formatCountOf(withoutEmail, "user has", "users have")} no e-mail address.`]
      : []),
  ];
  return said.length > 0 ? [said.join(" ")] : [];
}
