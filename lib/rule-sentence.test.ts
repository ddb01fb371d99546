import { expect, test } from "vitest";
import type { Family } from "./families.ts";
import { defaultRuleSentence, ruleSentence } from "./rule-sentence.ts";
import type { Condition } from "./rules.ts";

const table: [Family, boolean, Condition[], string][] = [
  [
    "loans",
    true,
    [
      { parameter: "daysSinceEnded", operator: ">", value: 30 },
      { parameter: "loansToRetain", operator: "beyond", value: 5 },
    ],
    "Anonymize loans returned more than 30 days ago that are not among the patron's 5 latest.",
  ],
  [
    "loans",
    false,
    [{ parameter: "library", operator: "in", value: ["ARCH"] }],
    "Do not anonymize loans of library ARCH.",
  ],
  [
    "loans",
    true,
    [
      { parameter: "loansToRetain", operator: "beyond", value: 1 },
      { parameter: "hasOpenFee", operator: "is", value: false },
      { parameter: "userGroup", operator: "notIn", value: ["STAFF", "GUEST"] },
      { parameter: "library", operator: "in", value: ["MAIN"] },
    ],
    "Anonymize loans not of user group STAFF or GUEST and of library MAIN that are not the patron's latest and that have no open fee.",
  ],
  [
    "loans",
    true,
    [
      { parameter: "daysSinceEnded", operator: ">", value: 1 },
      { parameter: "daysSinceEnded", operator: "<", value: 1_000 },
    ],
    "Anonymize loans returned more than 1 day ago and returned less than 1,000 days ago.",
  ],
  [
    "fees",
    true,
    [{ parameter: "daysSinceEnded", operator: ">", value: 0 }],
    "Anonymize fines and fees closed before today.",
  ],
  [
    "fees",
    true,
    [{ parameter: "daysSinceUserExpiry", operator: "isEmpty" }],
    "Anonymize fines and fees whose patron has no expiry date.",
  ],
  [
    "requests",
    true,
    [
      { parameter: "requestType", operator: "in", value: ["hold", "booking"] },
      { parameter: "daysSinceUserExpiry", operator: ">", value: 365 },
    ],
    "Anonymize requests of type hold or booking whose patron's account expired more than 365 days ago.",
  ],
  [
    "requests",
    false,
    [{ parameter: "daysSinceUserExpiry", operator: "<", value: 30 }],
    "Do not anonymize requests whose patron's account expired less than 30 days ago or has not expired yet.",
  ],
  [
    "borrowingRequests",
    true,
    [
      {
        parameter: "statisticalCategory",
        operator: "in",
        value: ["A:1", "A:2", "A:3", "A:4", "A:5", "A:6"],
      },
    ],
    "Anonymize borrowing requests of statistical category A:1, A:2, A:3, A:4 or 2 others.",
  ],
];

test.each(table)("%s, output %s, %j reads as a sentence", (family, anonymize, when, sentence) => {
  expect(ruleSentence(family, { anonymize, when })).toBe(sentence);
});

test("the default rule reads as a sentence", () => {
  expect(defaultRuleSentence("loans", true)).toBe("Anonymize all other finished loans.");
  expect(defaultRuleSentence("loans", false)).toBe("Do not anonymize any other loans.");
});
