import { expect, test } from "vitest";
import { isUnavailable } from "#lib/server/unavailable.ts";
import { explainLoss, LostConnection } from "./session.ts";

const coded = (code: string) =>
  new Error("Failed query", { cause: Object.assign(new Error("no"), { code }) });

test.each([
  ...["08006", "53300", "57P01", "57P02", "57P03", "ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH"],
  ...["ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "EPIPE", "ETIMEDOUT"],
])("a database that is away by %s is so for imports and for screens", (code) => {
  expect(explainLoss(coded(code), "loans.csv")).toBeInstanceOf(LostConnection);
  expect(isUnavailable(coded(code))).toBe(true);
});

test.each([
  "Connection terminated unexpectedly",
  "Connection ended unexpectedly",
  "timeout exceeded when trying to connect",
  "Client has encountered a connection error and is not queryable",
])("so is one that is away without a code: %s", (message) => {
  expect(explainLoss(new Error(message), "loans.csv")).toBeInstanceOf(LostConnection);
  expect(isUnavailable(new Error(message))).toBe(true);
});

test("what the database answered with is no loss", () => {
  for (const error of [coded("23505"), coded("22P02"), new Error("This is a bug")]) {
    expect(explainLoss(error, "loans.csv")).toBe(error);
    expect(isUnavailable(error)).toBe(false);
  }
});
