import { expect, test } from "vitest";
import type { FamilyPreview } from "#jobs/anonymize/preview.ts";
import { familySentences, suggestiveSentences, takenSentence } from "./sentences-view.ts";

const nothing: FamilyPreview = {
  included: true,
  records: 0,
  notes: 0,
  orphanedNotes: 0,
  active: 0,
  byRule: [],
  heldBack: [],
  byLibrary: [],
  byUserGroup: [],
  oldest: null,
  newest: null,
  suggestive: { smallProfiles: 0, sameItemAndDay: 0, itemOnOpenFee: 0 },
};

test.each([
  [0, 0, "Nothing would be anonymized now."],
  [1, 0, "1 record would no longer name a patron."],
  [1_204, 30, "1,204 records would no longer name a patron and 30 notes would be removed."],
  [0, 1, "1 note would be removed."],
])("%i records and %i notes are said as “%s”", (records, notes, sentence) => {
  expect(takenSentence(records, notes)).toBe(sentence);
});

test("a family's sentences say what goes, from when to when, and what stays", () => {
  const preview = {
    ...nothing,
    records: 1_000,
    notes: 12,
    orphanedNotes: 2,
    active: 40,
    heldBack: [
      { reason: "Kept by rule: Archive keeps", records: 5 },
      { reason: "No end date", records: 2 },
    ],
    oldest: "2020-01-31",
    newest: "2026-10-01",
  };
  expect(familySentences("loans", preview)).toEqual([
    "1,000 loans would no longer name a patron and 12 notes would be removed.",
    "2 of the notes belong to loans that are anonymized already; no rule is asked about them.",
    "They ended from 31 Jan 2020 to 1 Oct 2026.",
    "What stays: 7 loans held back, and 40 active ones, which no rule is asked about.",
  ]);
});

test("a family whose rules hold everything back says so", () => {
  expect(familySentences("loans", { ...nothing, active: 1 })[0]).toBe(
    "No loans would be anonymized.",
  );
});

test("a family that is not ticked says so", () => {
  expect(familySentences("fees", { ...nothing, active: 1, included: false })[0]).toBe(
    "Neither box of fees is ticked: nothing of them would go.",
  );
});

test("a family with nothing in it says only that", () => {
  expect(familySentences("fees", nothing)).toEqual(["There are no fees that name a patron."]);
});

test("only what could suggest a person is told", () => {
  expect(suggestiveSentences("loans", nothing)).toEqual([]);
  const suggestive = { smallProfiles: 1, sameItemAndDay: 0, itemOnOpenFee: 2 };
  expect(suggestiveSentences("loans", { ...nothing, suggestive })).toEqual([
    expect.stringMatching(/^1 loan: fewer than 5 persons/),
    expect.stringMatching(/^2 loans: the item still stands on an open fee/),
  ]);
});
