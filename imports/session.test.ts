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

test("so is a connection that is found lost when the transaction is to be undone", () => {
  const found = new Error("Failed query: rollback", {
    cause: new Error("Client has encountered a connection error and is not queryable"),
  });
  expect((explainLoss(found, "loans.csv") as Refusal).message).toContain(
    "was lost while loans.csv",
  );
});

test("a bug stays what it is", () => {
  const bug = failure("23505");
  expect(explainLoss(bug, "loans.csv")).toBe(bug);
});
