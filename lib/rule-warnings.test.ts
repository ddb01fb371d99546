import { describe, expect, test } from "vitest";
import { releasesNothing, ruleWarnings } from "./rule-warnings.ts";
import type { KnownCodes } from "./rule-words.ts";
import type { Condition, Rule } from "./rules.ts";

const known: KnownCodes = {
  library: [{ code: "MAIN", name: "Main Library" }],
  location: [{ code: "MAIN:STACKS", name: "Stacks" }],
  userGroup: [{ code: "STUDENT", name: "Student" }],
  statisticalCategory: [{ code: "FACULTY:ARTS", name: "ARTS" }],
};

const older = (value: number): Condition => ({ parameter: "daysSinceEnded", operator: ">", value });
const newer = (value: number): Condition => ({ parameter: "daysSinceEnded", operator: "<", value });
const retain = (value: number): Condition => ({
  parameter: "loansToRetain",
  operator: "beyond",
  value,
});
const library = (operator: "in" | "notIn", ...value: string[]): Condition => ({
  parameter: "library",
  operator,
  value,
});
const location = (operator: "in" | "notIn", ...value: string[]): Condition => ({
  parameter: "location",
  operator,
  value,
});
const category = (operator: "in" | "notIn", ...value: string[]): Condition => ({
  parameter: "statisticalCategory",
  operator,
  value,
});
const fee = (value: boolean): Condition => ({ parameter: "hasOpenFee", operator: "is", value });
const expiry = (operator: "<" | ">" | "=", value: number): Condition => ({
  parameter: "daysSinceUserExpiry",
  operator,
  value,
});
const noExpiry: Condition = { parameter: "daysSinceUserExpiry", operator: "isEmpty" };

const rule = (name: string, when: Condition[], rest: Partial<Rule> = {}): Rule => ({
  name,
  description: "",
  enabled: true,
  when,
  anonymize: true,
  ...rest,
});
const keeping = { anonymize: false };
const messages = (rules: Rule[], codes?: KnownCodes) =>
  ruleWarnings("loans", { rules, default: false }, codes).map(
    ({ rule: at, message }) => `${at}: ${message}`,
  );

describe("a rule is never reached when an earlier enabled one matches all that it would", () => {
  test.each<[string, Condition[], Condition[]]>([
    ["the same parameters", [older(30)], [older(30)]],
    ["a subset of its parameters", [older(30)], [library("in", "MAIN"), older(30)]],
    ["fewer days", [older(30)], [older(60)]],
    [
      "an exact day within",
      [older(30)],
      [expiry(">", 1), { parameter: "daysSinceEnded", operator: "=", value: 31 }],
    ],
    ["a longer list", [library("in", "MAIN", "LAW")], [library("in", "LAW")]],
    [
      "a shorter list that is excluded",
      [library("notIn", "LAW")],
      [library("notIn", "LAW", "MAIN")],
    ],
    ["all but other libraries", [library("notIn", "LAW")], [library("in", "MAIN")]],
    ["fewer loans to retain", [retain(3)], [older(1), retain(5)]],
    ["the same answer on fees", [fee(true)], [fee(true), older(5)]],
    ["no expiry date", [noExpiry], [noExpiry, older(5)]],
  ])("%s", (_name, wide, narrow) => {
    const found = messages([rule("wide", wide, keeping), rule("narrow", narrow, keeping)]);
    expect(found.filter((message) => message.includes("Never reached"))).toEqual([
      "1: Never reached: rule 1, “wide”, already decides every record that this rule would match. Move this rule above it.",
    ]);
  });

  test.each<[string, Condition[], Condition[]]>([
    ["more days", [older(60)], [older(30)]],
    [
      "the day at the edge",
      [older(30)],
      [{ parameter: "daysSinceEnded", operator: "=", value: 30 }],
    ],
    ["one parameter more", [library("in", "MAIN"), older(30)], [older(30)]],
    ["a shorter list", [library("in", "MAIN")], [library("in", "MAIN", "LAW")]],
    ["more loans to retain", [retain(5)], [retain(3)]],
    ["one of several categories", [category("notIn", "A:1")], [category("in", "A:2")]],
    [
      "a location that may be the same",
      [location("notIn", "MAIN:STACKS")],
      [location("in", "STACKS")],
    ],
    ["other answer on fees", [fee(true)], [fee(false)]],
    ["an expiry date of any kind", [noExpiry], [expiry("<", 5)]],
  ])("but not for %s", (_name, first, second) => {
    const found = messages([rule("first", first, keeping), rule("second", second, keeping)]);
    expect(found.filter((message) => message.includes("Never reached"))).toEqual([]);
  });

  test("a disabled rule hides nothing, and is not told to be hidden", () => {
    const off = { enabled: false, anonymize: false };
    const on = [library("in", "MAIN")];
    expect(messages([rule("one", on, off), rule("two", on, keeping)])).toEqual([]);
    expect(messages([rule("one", on, keeping), rule("two", on, off)])).toEqual([]);
  });
});

test.each<[string, Condition[]]>([
  ["a day after the run", [newer(0)]],
  ["more than 60 and less than 30", [older(60), newer(30)]],
  ["more than 30 and less than 31", [older(30), newer(31)]],
  ["in and not in the same list", [library("in", "MAIN"), library("notIn", "MAIN", "LAW")]],
  ["two lists with nothing in common", [library("in", "MAIN"), library("in", "LAW")]],
  ["an open fee and none", [fee(true), fee(false)]],
  ["no expiry date and one long past", [noExpiry, expiry(">", 10)]],
])("%s matches nothing, and the rule says so", (_name, when) => {
  expect(messages([rule("one", when, keeping)])).toEqual([
    expect.stringMatching(/^0: Matches nothing: /),
  ]);
});

test.each<[string, Condition[]]>([
  ["more than 30 and less than 32", [older(30), newer(32)]],
  ["two lists of categories", [category("in", "A:1"), category("in", "A:2")]],
  ["two lists with something in common", [library("in", "MAIN", "LAW"), library("in", "LAW")]],
])("%s can match", (_name, when) => {
  expect(messages([rule("one", when, keeping)])).toEqual([]);
});

test.each<[string, Rule, string | null]>([
  [
    "loans to retain that keeps",
    rule("r", [retain(5)], keeping),
    "keeps the old loans and leaves the latest",
  ],
  ["loans to retain without days", rule("r", [retain(5)]), "the very night it is returned"],
  ["loans to retain with days", rule("r", [retain(5), older(30)]), null],
  ["less than that anonymizes", rule("r", [newer(30)]), "anonymizes the newest loans"],
  ["less than that keeps", rule("r", [newer(30)], keeping), null],
  ["a range that anonymizes", rule("r", [older(30), newer(60)]), null],
  [
    "less than since expiry that anonymizes",
    rule("r", [expiry("<", 30), older(1)]),
    "patrons who have not expired",
  ],
  [
    "exactly one day",
    rule("r", [{ parameter: "daysSinceEnded", operator: "=", value: 30 }]),
    "one single day",
  ],
  ["a code that exists", rule("r", [library("in", "MAIN"), older(1)]), null],
  [
    "a code nearly right",
    rule("r", [library("in", "MAYN"), older(1)]),
    "There is no library MAYN, so no record is of it. Did you mean MAIN?",
  ],
  ["a bare location", rule("r", [location("in", "STACKS"), older(1)]), null],
  [
    "a location of no library",
    rule("r", [location("in", "LAW:STACKS"), older(1)]),
    "There is no location LAW:STACKS",
  ],
  [
    "two codes that do not exist",
    rule("r", [library("in", "X", "Y"), older(1)]),
    "2 values of “Library” do not exist, so no record is of them: X, Y",
  ],
])("%s", (_name, one, warning) => {
  expect(messages([one], known)).toEqual(
    warning === null ? [] : [expect.stringContaining(warning)],
  );
});

test("of two rules of one name the second is told", () => {
  const rules = [
    rule("Same", [library("in", "A")], keeping),
    rule("Same", [library("in", "B")], keeping),
  ];
  expect(messages(rules)).toEqual([
    "1: Another rule is also named “Same”; previews and reports tell the two apart by their places alone.",
  ]);
});

test("a default of True warns, more so without any rule", () => {
  const bare = ruleWarnings("loans", { rules: [], default: true });
  expect(bare).toEqual([
    { rule: "default", message: expect.stringContaining("all finished loans are anonymized") },
  ]);
  const rules = [rule("one", [library("in", "A")], keeping)];
  expect(ruleWarnings("fees", { rules, default: true })[0]?.message).toContain(
    "no rule above keeps",
  );
});

test("a list without an enabled True releases nothing", () => {
  const off = { enabled: false };
  expect(releasesNothing({ rules: [rule("one", [older(1)], off)], default: false })).toBe(true);
  expect(releasesNothing({ rules: [rule("one", [older(1)])], default: false })).toBe(false);
  expect(releasesNothing({ rules: [], default: true })).toBe(false);
});
