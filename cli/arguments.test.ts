import { expect, test } from "vitest";
import { calendarDay, parseArguments, runNumber, wholeNumber } from "./arguments.ts";
import { WrongUsage } from "./command.ts";
import { run } from "./run.ts";

test.each([
  [["anonymization", "--wiat"], "run has no option --wiat. Did you mean --wait?"],
  [["anonymization", "--as-of"], "Option '--as-of <value>' argument missing."],
  [["anonymization", "--yes=1"], "Option '--yes' does not take an argument."],
])("%j is wrong usage in one sentence", (args, sentence) => {
  expect(() => parseArguments(run, args)).toThrow(new WrongUsage(sentence));
});

test("options and operands are told apart", () => {
  const { values, positionals } = parseArguments(run, [
    "--wait",
    "anonymization",
    "--as-of",
    "2026-03-31",
  ]);
  expect({ ...values }).toEqual({ wait: true, "as-of": "2026-03-31" });
  expect(positionals).toEqual(["anonymization"]);
});

test.each(["2026-02-29", "2026-13-01", "0000-01-01", "26-01-01", "tomorrow", "", "2026-1-1"])(
  "%j is no day",
  (day) => {
    expect(() => calendarDay("as-of", day)).toThrow(WrongUsage);
  },
);

test("a leap day is a day", () => {
  expect(calendarDay("as-of", "2024-02-29")).toBe("2024-02-29");
});

test.each(["-1", "1.5", "ten", "", "1e3"])("%j is no whole number", (number) => {
  expect(() => wholeNumber("loans", number)).toThrow(WrongUsage);
});

test.each(["12a", "-1", "0x1", "9999999999999999"])("%j is no run", (id) => {
  expect(() => runNumber(id)).toThrow(WrongUsage);
});
