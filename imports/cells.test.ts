import { describe, expect, test } from "vitest";
import { amount, moment, signedAmount } from "./cells.ts";

describe("an amount", () => {
  test.each(["0", "5", "12.5", "12.50", "999999999999.99", "12.500"])(
    "%s is taken as it is",
    (text) => expect(amount(text)).toBe(text),
  );

  test.each([
    ["12,50", "is not an amount such as 12.50."],
    ["1'000", "is not an amount such as 12.50."],
    ["CHF 5", "is not an amount such as 12.50."],
    ["1e3", "is not an amount such as 12.50."],
    [".5", "is not an amount such as 12.50."],
    ["1000000000000", "is not an amount such as 12.50."],
    ["0.005", "has more than two decimals."],
    ["-0.01", "is negative, which an amount cannot be."],
  ])("%s %s", (text, sentence) => {
    expect(() => amount(text)).toThrow(`This ${sentence}`);
  });

  test("of a balance may be negative: the library owes it", () => {
    expect(signedAmount("-5.00")).toBe("-5.00");
  });
});

test.each([
  ["2026-03-01T23:59:59.9999999Z", "2026-03-01T23:59:59.999999Z"],
  ["2026-03-01 23:59:59.999999999", "2026-03-01 23:59:59.999999"],
  ["2026-03-01T23:59:59.123+01:00", "2026-03-01T23:59:59.123+01:00"],
  ["2026-03-01", "2026-03-01"],
])("the moment %s is of its own second: %s", (text, read) => {
  expect(moment(text)).toBe(read);
});
