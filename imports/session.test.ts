import { expect, test } from "vitest";
import { Refusal } from "#lib/refusal.ts";
import { explainLoss } from "./session.ts";

const failure = (code: string) =>
  new Error("query failed", { cause: Object.assign(new Error("no"), { code }) });

test.each([
  ["55P03", "held up loans.csv for too long"],
  ["40P01", "held up loans.csv for too long"],
  ["57P01", "was lost while loans.csv was imported"],
])("%s is told in a sentence", (code, sentence) => {
  const told = explainLoss(failure(code), "loans.csv");
  expect(told).toBeInstanceOf(Refusal);
  expect((told as Refusal).message).toContain(sentence);
});

test("a bug stays what it is", () => {
  const bug = failure("23505");
  expect(explainLoss(bug, "loans.csv")).toBe(bug);
});
