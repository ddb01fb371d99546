import { expect, test } from "vitest";
import { deedOf } from "./registry.ts";

test.each([
  ["anonymization", "remove 1,204 links and notes"],
  ["letters-purge", "remove 1,204 letters"],
  ["purge-users", "remove 1,204 users"],
  ["update-users", "change 1,204 users"],
] as const)("a run of %s would %s", (job, deed) => {
  expect(deedOf(job, 1_204)).toBe(deed);
});
