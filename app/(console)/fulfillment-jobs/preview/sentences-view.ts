import { familyWords, type Family } from "#lib/families.ts";
import { formatCountOf, formatDay, formatList } from "#lib/format.ts";
import type { FamilyPreview } from "#jobs/anonymize/preview.ts";

/** "1,204 records would no longer name a patron, and 30 notes would be removed." */
export function takenSentence(records: number, notes: number): string {
  const parts = [
    ...(records > 0
      ? [`${formatCountOf(records, "record", "records")} would no longer name a patron`]
      : []),
    ...(notes > 0 ? [`${formatCountOf(notes, "note", "notes")} would be removed`] : []),
  ];
  return parts.length === 0 ? "Nothing would be anonymized now." : `${formatList(parts)}.`;
}

/** What would go of one family, oldest and newest, and what stays. */
export function familySentences(family: Family, preview: FamilyPreview): string[] {
  const { one, many } = familyWords[family];
  const { included, records, notes, orphanedNotes, oldest, newest, active } = preview;
  const held = preview.heldBack.reduce((sum, { records: count }) => sum + count, 0);
  const going = records > 0 || notes > 0;
  if (!going && held === 0 && active === 0) return [`There are no ${many} that name a patron.`];
  return [
    included
      ? `${formatList([loses(family, records), ...(notes > 0 ? [`${formatCountOf(notes, "note", "notes")} would be removed`] : [])])}.`
      : `Neither box of ${many} is ticked: nothing of them would go.`,
    ...(orphanedNotes > 0
      ? [
          `${formatCountOf(orphanedNotes, "of the notes belongs", "of the notes belong")} to ${many} that are anonymized already; no rule is asked about them.`,
        ]
      : []),
    ...(going && oldest && newest
      ? [
          `${records > 0 ? "They" : `Their ${many}`} ended from ${formatDay(oldest)} to ${formatDay(newest)}.`,
        ]
      : []),
    `What stays: ${formatCountOf(held, one, many)} held back, and ${formatCountOf(active, "active one", "active ones")}, which no rule is asked about.`,
  ];
}

const loses = (family: Family, records: number): string => {
  const { one, many } = familyWords[family];
  return records === 0
    ? `No ${many} would be anonymized`
    : `${formatCountOf(records, one, many)} would no longer name a patron`;
};

/** A letter is on a clock of its own, whatever becomes of what it is about. */
export const lettersSentence = (letters: number): string =>
  `${formatCountOf(letters, "letter is", "letters are")} still kept, and may say what was lent to whom until the letter's own retention period is over.`;

/** What could still suggest a person once the links are cut, each with why. */
export function suggestiveSentences(family: Family, preview: FamilyPreview): string[] {
  const { one, many } = familyWords[family];
  const { smallProfiles, sameItemAndDay, itemOnOpenFee } = preview.suggestive;
  const said = (count: number, text: string) =>
    count > 0 ? [`${formatCountOf(count, one, many)}: ${text}`] : [];
  return [
    ...said(
      smallProfiles,
      "fewer than 5 persons share the user group and categories. Whoever knows one of them may guess who it was.",
    ),
    ...said(
      sameItemAndDay,
      "a fee or request of the same item that began or ended on the same day stays linked. Laid side by side, the two may show who it was.",
    ),
    ...said(
      itemOnOpenFee,
      "the item still stands on an open fee, which names its patron until its own rule lets go.",
    ),
  ];
}
