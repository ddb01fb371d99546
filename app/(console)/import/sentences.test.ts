import { expect, test } from "vitest";
import type { Import } from "#db/queries/imports.ts";
import {
  fileRemarks,
  fileSentence,
  nameList,
  outcomeSentence,
  progressSentence,
  replacedSentence,
} from "./sentences-view.ts";

const none = { read: 0, created: 0, updated: 0, unchanged: 0, alreadyAnonymized: 0, rejected: 0 };
const file = {
  ...none,
  number: 0,
  name: "loans.csv",
  format: "loans",
  newAccountsForPurged: 0,
  warnings: [],
  createdCodes: [],
};
const at: Import = {
  ...none,
  id: "00000000-0000-4000-8000-000000000000",
  status: "running",
  isMoving: true,
  dryRun: false,
  source: "alma",
  submittedBy: "Ada",
  createdAt: "2026-01-01T00:00:00.000Z",
  startedAt: null,
  endedAt: null,
  seconds: null,
  names: [],
  uploads: [],
  isComplete: true,
  isHeld: true,
  progress: { name: "loans.csv", number: 1, files: 2, step: "reading", rows: 41_200, share: null },
  problem: null,
  reports: [],
  rejects: [],
};

test.each([
  [{ format: "loans", read: 0 }, "0 loans read."],
  [{ format: "fees", read: 1, created: 1 }, "1 fee read: 1 new."],
  [{ format: "fee_transactions", read: 1, rejected: 1 }, "1 fee transaction read: 1 rejected."],
  [
    {
      read: 41_200,
      created: 40_000,
      updated: 1_000,
      unchanged: 150,
      alreadyAnonymized: 40,
      rejected: 10,
    },
    "41,200 loans read: 40,000 new, 1,000 updated, 150 unchanged, 40 already anonymized and 10 rejected.",
  ],
])("%j reads as %s", (counts, sentence) => {
  expect(fileSentence({ ...file, ...counts })).toBe(sentence);
});

test("codes and new accounts for purged people are remarked on", () => {
  expect(
    fileRemarks({
      ...file,
      createdCodes: ["MAIN", "LAW"],
      newAccountsForPurged: 1,
    }),
  ).toEqual([
    "Codes that were not there before: MAIN and LAW.",
    "1 new account for a primary ID that was purged, with nothing of the old; counted where the policy kept the primary ID.",
  ]);
});

test("of many new codes the first are named", () => {
  const createdCodes = Array.from({ length: 1_012 }, (_, n) => `L${n}`);
  expect(fileRemarks({ ...file, createdCodes })).toEqual([
    "Codes that were not there before: L0, L1, L2, L3, L4, L5, L6, L7, L8, L9 and 1,002 more.",
  ]);
});

test("of many files the first are named", () => {
  expect(nameList(["a", "b", "c", "d"])).toBe("a, b, c and d");
  expect(nameList(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 more files");
});

test.each<[Partial<Import>, string]>([
  [{}, "Reading loans.csv (file 2 of 2): 41,200 lines so far."],
  [
    { progress: { ...at.progress!, step: "writing", rows: 1 } },
    "Writing loans.csv (file 2 of 2): 1 record so far.",
  ],
  [
    { progress: { ...at.progress!, step: "checking", files: 1 } },
    "Checking 41,200 lines of loans.csv.",
  ],
  [
    { progress: { ...at.progress!, step: "waiting" } },
    "Another import is under way. This one begins after it.",
  ],
  [{ progress: null }, "A worker has begun."],
  [{ isHeld: false }, "Its worker is gone. Another one takes it up within a minute."],
  [{ status: "queued", isHeld: false }, "Waiting for a worker."],
  [{ status: "stopping" }, "Stopping. Nothing is kept of the file it is at."],
])("a moving import that is %j says: %s", (part, sentence) => {
  expect(progressSentence({ ...at, ...part })).toBe(sentence);
});

test.each<[Partial<Import>, string]>([
  [{ status: "completed" }, "Everything that was read is in."],
  [
    { status: "completed", dryRun: true },
    "Nothing is imported yet: this is what an import would do.",
  ],
  [{ status: "completedWithRejects", rejected: 1 }, "The import is done. 1 line was left out."],
  [{ status: "completedWithRejects", rejected: 2 }, "The import is done. 2 lines were left out."],
  [
    { status: "completed", alreadyAnonymized: 1_000 },
    "The import is done. 1,000 lines were already anonymized or past the retention period, and not stored.",
  ],
  [
    { status: "completedWithRejects", rejected: 2, alreadyAnonymized: 1 },
    "The import is done. 2 lines were left out. 1 line was already anonymized or past the retention period, and not stored.",
  ],
  [{ status: "stopped" }, "Stopped. Nothing was imported."],
  [
    { status: "stopped", reports: [file] },
    "Stopped. The files listed here are in; nothing of the others is.",
  ],
  [
    { status: "failed", reports: [file] },
    "The files listed here are in; nothing of the others is.",
  ],
  [{ status: "failed", dryRun: true }, "Nothing was imported."],
])("an import that is %j says: %s", (part, sentence) => {
  expect(outcomeSentence({ ...at, ...part })).toBe(sentence);
});

test.each([
  [["loans.csv"], ["users.csv"], ""],
  [["loans.csv"], ["users.csv", "loans.csv"], "loans.csv was replaced by the one chosen last."],
  [["a.csv", "b.csv"], ["a.csv", "b.csv"], "a.csv and b.csv were replaced by those chosen last."],
])("%j chosen after %j: %s", (chosen, before, sentence) => {
  expect(replacedSentence(chosen, before)).toBe(sentence);
});
