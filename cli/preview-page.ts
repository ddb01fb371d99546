import type { AnonymizationPreview, FamilyPreview } from "#jobs/anonymize/preview.ts";
import { families, familyWords, type Family } from "#lib/families.ts";
import { formatCount, formatCountOf, upperFirst } from "#lib/format.ts";
import { noNames } from "#lib/code-names.ts";
import { overLimitSentence } from "#lib/limit-of-one.ts";
import { table } from "./table.ts";

/** A preview for people: totals, then what decided, then what could still suggest a person. */
export function previewPage(preview: AnonymizationPreview): string {
  const { cutOff, confirm, lettersKept, limitOfOne, families: found } = preview;
  const over = overLimitSentence("finished records", limitOfOne, noNames);
  return [
    `Days are counted to ${cutOff}.`,
    "",
    table(
      ["", "Anonymized", "Notes removed", "Held back", "Active"],
      families.map((family) => [
        upperFirst(familyWords[family].many),
        found[family].records,
        found[family].notes,
        found[family].heldBack.reduce((sum, { records }) => sum + records, 0),
        found[family].active,
      ]),
    ),
    ...families.flatMap((family) => familyLines(family, found[family])),
    ...(lettersKept > 0
      ? [
          "",
          `Attention: ${formatCountOf(lettersKept, "letter is", "letters are")} still kept, and may say what was lent to whom.`,
        ]
      : []),
    ...(over ? ["", `Attention: ${over}`] : []),
    "",
    `A run now would remove ${formatCountOf(confirm, "link or note", "links and notes")}: confirm ${confirm}.`,
  ].join("\n");
}

function familyLines(family: Family, found: FamilyPreview): string[] {
  const { many } = familyWords[family];
  const decided = [
    ...found.byRule.map(({ rule, records }) => `  ${formatCount(records)} by ${rule}`),
    ...found.heldBack.map(
      ({ reason, records }) => `  ${formatCount(records)} held back: ${reason}`,
    ),
    ...(found.orphanedNotes > 0
      ? [`  ${formatCount(found.orphanedNotes)} notes of records without a patron`]
      : []),
  ];
  if (!found.included) {
    return decided.length === 0 ? [] : ["", `${upperFirst(many)} are not included in the job.`];
  }
  return [
    "",
    `${upperFirst(many)}:`,
    ...(decided.length > 0 ? decided : ["  none is linked to a patron"]),
    ...(found.oldest
      ? [`  ended between ${found.oldest} and ${found.newest ?? found.oldest}`]
      : []),
    ...suggestiveLines(found),
  ];
}

function suggestiveLines({ suggestive }: FamilyPreview): string[] {
  const { smallProfiles, sameItemAndDay, itemOnOpenFee } = suggestive;
  return [
    ...(smallProfiles > 0
      ? [
          `  attention: ${formatCount(smallProfiles)} have a group and categories that fewer than 5 persons share`,
        ]
      : []),
    ...(sameItemAndDay > 0
      ? [
          `  attention: ${formatCount(sameItemAndDay)} have their item and day also on a fee or request that stays linked`,
        ]
      : []),
    ...(itemOnOpenFee > 0
      ? [`  attention: ${formatCount(itemOnOpenFee)} have their item also on an open fee`]
      : []),
  ];
}
