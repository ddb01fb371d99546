import { expect, test } from "vitest";
import { z } from "zod";
import type { Condition } from "#lib/rules.ts";
import { draftOf, sentOf, type Draft } from "./draft-form.ts";
import { matching, pasted } from "#lib/code-list.ts";
import { addRuleForm, ruleOf } from "./schema.ts";

const form = (when: unknown, rest: object = {}) => ({
  family: "loans",
  version: "1",
  name: "30 days",
  description: "",
  enabled: true,
  anonymize: "true",
  when: JSON.stringify(when),
  ...rest,
});
const number = (parameter: Draft["parameter"], typed: string) =>
  sentOf({
    key: 1,
    parameter,
    operator: parameter === "loansToRetain" ? "beyond" : ">",
    number: typed,
    codes: [],
    yes: true,
  });
const list = (length: number) => ({
  parameter: "library",
  operator: "in",
  value: Array.from({ length }, (_, index) => `L${index}`),
});
const fine = number("daysSinceEnded", "30");

const told = (sent: object) => {
  const { error } = addRuleForm.safeParse(sent);
  return error ? z.flattenError(error).fieldErrors : {};
};

test("a form becomes the rule that it shows", () => {
  expect(ruleOf(addRuleForm.parse(form([fine])))).toEqual({
    name: "30 days",
    description: "",
    enabled: true,
    anonymize: true,
    when: [{ parameter: "daysSinceEnded", operator: ">", value: 30 }],
  });
});

test.each<[string, object, Record<string, string[]>]>([
  [
    "no parameters",
    form([]),
    {
      when: [
        "A rule needs at least one parameter. What all other records get is the default rule.",
      ],
    },
  ],
  ["N = 0", form([number("loansToRetain", "0")]), { "when.0": ["Retain at least 1 loan."] }],
  [
    "negative days",
    form([fine, number("daysSinceEnded", "-1")]),
    { "when.1": ["Days cannot be negative."] },
  ],
  [
    "days that are no number",
    form([number("daysSinceEnded", "soon")]),
    { "when.0": ["Enter a whole number of days."] },
  ],
  [
    "no days",
    form([number("daysSinceEnded", "")]),
    { "when.0": ["Enter a whole number of days."] },
  ],
  [
    "half a day",
    form([number("daysSinceEnded", "1.5")]),
    { "when.0": ["Enter a whole number of days."] },
  ],
  ["10,000 values in a list", form([list(10_000)]), { "when.0": ["Choose at most 1,000 values."] }],
  ["an empty list", form([list(0)]), { "when.0": ["Choose at least one value."] }],
  [
    "no output and no name",
    form([fine], { anonymize: undefined, name: " " }),
    { name: ["Give the rule a name."], anonymize: ["Choose whether the rule anonymizes."] },
  ],
  [
    "another family's parameter",
    form([number("loansToRetain", "5")], { family: "fees" }),
    { "when.0": ["The parameter loansToRetain does not belong to fees rules."] },
  ],
  [
    "what is no JSON",
    form([], { when: "{" }),
    {
      when: [
        "A rule needs at least one parameter. What all other records get is the default rule.",
      ],
    },
  ],
])("%s is told in one sentence in its place", (_name, sent, sentences) => {
  expect(told(sent)).toEqual(sentences);
});

test.each<Condition>([
  { parameter: "daysSinceUserExpiry", operator: "isEmpty" },
  { parameter: "hasOpenFee", operator: "is", value: false },
  { parameter: "library", operator: "notIn", value: ["MAIN"] },
  { parameter: "loansToRetain", operator: "beyond", value: 5 },
])("%j is edited and sent back as it was", (condition) => {
  expect(sentOf(draftOf(condition, 1))).toEqual(condition);
});

test("a list is pasted by line, comma, semicolon or tab, without repeats", () => {
  expect(pasted("MAIN\r\n LAW,MAIN;ARCH\tSCI\n")).toEqual(["MAIN", "LAW", "ARCH", "SCI"]);
});

test("codes are found by code and by name", () => {
  const codes = [
    { code: "MAIN", name: "Main Library" },
    { code: "LAW", name: "Law" },
  ];
  expect(matching(codes, " library ").map(({ code }) => code)).toEqual(["MAIN"]);
  expect(matching(codes, "")).toEqual(codes);
});
