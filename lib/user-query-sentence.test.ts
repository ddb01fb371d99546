import { expect, test } from "vitest";
import { querySentence } from "./user-query-sentence.ts";
import { userQuerySchema } from "./user-query.ts";

const active = { field: "status", operator: "in", value: ["active"] };
const query = (...conditions: unknown[]) => ({ version: 1, match: "all", conditions });

test.each([
  ["Users whose status is Active.", active],
  [
    "Users whose status is not Active or Deleted.",
    { ...active, operator: "notIn", value: ["active", "deleted"] },
  ],
  [
    "Users whose user group is A, B, C, D or 2 others.",
    { field: "userGroup", operator: "in", value: ["A", "B", "C", "D", "E", "F"] },
  ],
  ["Users whose campus is empty.", { field: "campus", operator: "isEmpty" }],
  [
    "Users whose expiry date is before 1 Jan 2026.",
    { field: "expiryDate", operator: "before", value: "2026-01-01" },
  ],
  [
    "Users whose purge date is more than 1 day ago.",
    { field: "purgeDate", operator: "moreThanDaysAgo", value: 1 },
  ],
  [
    "Users whose purge date is less than 1,000 days ago or still to come.",
    { field: "purgeDate", operator: "lessThanDaysAgo", value: 1000 },
  ],
  [
    "Users whose created date is less than 7 days ago.",
    { field: "createdDate", operator: "lessThanDaysAgo", value: 7 },
  ],
  [
    "Users whose expiry date is before today.",
    { field: "expiryDate", operator: "moreThanDaysAgo", value: 0 },
  ],
  [
    "Users who were last active before Mar 2024.",
    { field: "lastActivity", operator: "before", value: "2024-03-17" },
  ],
  ["Users who were never active.", { field: "lastActivity", operator: "isEmpty" }],
  ["Users who have no block.", { field: "block", operator: "isEmpty" }],
  ["Users who do not have the block LOST.", { field: "block", operator: "notIn", value: ["LOST"] }],
  [
    "Users who have the identifier of type BARCODE.",
    { field: "identifierType", operator: "in", value: ["BARCODE"] },
  ],
  ["Users who have no open loans.", { field: "hasOpenLoans", operator: "is", value: false }],
  ["Users who owe more than 12.50.", { field: "feesOwed", operator: ">", value: 12.5 }],
  [
    "Users who have a note with “moved”.",
    { field: "noteText", operator: "contains", value: "moved" },
  ],
])("a condition is read back: %s", (sentence, condition) => {
  expect(querySentence(userQuerySchema.parse(query(condition)))).toBe(sentence);
});

test("groups are read back in brackets", () => {
  const inner = {
    match: "any",
    conditions: [
      { field: "block", operator: "isNotEmpty" },
      { field: "feesOwed", operator: ">", value: 0 },
    ],
  };
  expect(querySentence(userQuerySchema.parse(query(active, inner)))).toBe(
    "Users whose status is Active, and (who have any block, or who owe more than 0.00).",
  );
});
