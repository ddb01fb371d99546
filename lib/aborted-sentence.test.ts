import { expect, test } from "vitest";
import { abortedSentence } from "./aborted-sentence.ts";

test.each([
  [
    { expected: 13_982, removed: 4_112, planned: 13_990, visited: 4_120 },
    "Aborted with 4,112 done, which cannot be undone. Expected were 13,982. About 9,870 records were not looked at, and stayed as they were.",
  ],
  [
    { expected: 3, removed: 2, planned: 3, visited: 2 },
    "Aborted with 2 done, which cannot be undone. Expected were 3. About 1 record was not looked at, and stayed as it was.",
  ],
  [{ expected: null, removed: 0, planned: 0, visited: 0 }, "Aborted."],
])("what an aborted run says of %o", (run, sentence) => {
  expect(abortedSentence(run)).toBe(sentence);
});
