import { describe, expect, test } from "vitest";
import { amount, identifier, moment, signedAmount } from "./cells.ts";

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

describe("an identifier", () => {
  test.each(["3.9007E+13", "3,9007E+13", "4E+13", "3.9007e13"])(
    "%s is what a spreadsheet left of one",
    (text) => expect(() => identifier(text)).toThrow("A spreadsheet has shortened this number"),
  );

  test.each(["39007000000000", "12E5", "4E13", "E+13", "1.5", "A3.9E+13", "3.9E+13A"])(
    "%s may be one",
    (text) => expect(identifier(text)).toBe(text),
  );
});
