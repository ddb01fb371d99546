import { expect, test } from "vitest";
import { codeNamesOf, nameIn, namesOf } from "./code-names.ts";
import { ruleSentence } from "./rule-sentence.ts";

const group = (code: string, name = code) => ({ code, name });

test("a code is called by its name, two of one name with their codes, and one that is gone by its code", () => {
  const names = namesOf([
    group("STUDENT", "Students"),
    group("DOC", "Doctoral students"),
    group("PHD", "Doctoral students"),
    group("GUEST"),
    group("constructor"),
  ]);
  expect(
    ["STUDENT", "DOC", "PHD", "GUEST", "constructor", "GONE"].map((code) => nameIn(names, code)),
  ).toEqual([
    "Students",
    "Doctoral students (DOC)",
    "Doctoral students (PHD)",
    "GUEST",
    "constructor",
    "GONE",
  ]);
});

test("a rule is read with the names that its codes have", () => {
  const rule = {
    anonymize: true,
    when: [
      { parameter: "library", operator: "in", value: ["MAIN", "GONE"] },
      { parameter: "location", operator: "notIn", value: ["MAIN:STACKS"] },
      { parameter: "userGroup", operator: "in", value: ["STUDENT"] },
    ],
  } as const;
  const known = {
    library: [group("MAIN", "Main Library")],
    location: [group("MAIN:STACKS", "Stacks")],
    userGroup: [group("STUDENT", "Students")],
    statisticalCategory: [],
  };
  const when = rule.when.map((one) => ({ ...one, value: [...one.value] }));
  expect(ruleSentence("loans", { ...rule, when }, codeNamesOf(known))).toBe(
    "Anonymize loans of library Main Library or GONE and not at location Stacks and of user group Students.",
  );
});
