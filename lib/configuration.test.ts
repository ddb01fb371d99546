import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { z } from "zod";
import { configurationJsonSchema, configurationSchema } from "./configuration.ts";
import { issueSentences } from "./issue-sentences.ts";

const published = path.join(import.meta.dirname, "..", "docs", "configuration.schema.json");

test("the published JSON Schema is the one that files are checked by", () => {
  const text = fs.readFileSync(published, "utf8");
  expect(JSON.parse(text)).toEqual(configurationJsonSchema());
});

const sentences = (error: z.ZodError) =>
  issueSentences(error, configurationJsonSchema(), "The file");
const rule = (more: object) => ({
  name: "30 days",
  when: [{ parameter: "daysSinceEnded", operator: ">", value: 30 }],
  anonymize: true,
  ...more,
});
const loans = (more: object) => ({ version: 1, anonymization: { families: { loans: more } } });
const when = (...conditions: object[]) => loans({ rules: [rule({ when: conditions })] });
const firstCondition = "anonymization.families.loans.rules[0].when[0]";

test.each<[string, unknown, string]>([
  ["no version", {}, "version: This version of Lethe reads configuration files of version 1."],
  [
    "another version",
    { version: 2 },
    "version: This version of Lethe reads configuration files of version 1.",
  ],
  ["a list", [], "The file: this is array, not object."],
  [
    "an unknown part",
    { version: 1, anonymisation: {} },
    "anonymisation: there is no such key. Did you mean anonymization?",
  ],
  [
    "an unknown family",
    { version: 1, anonymization: { families: { loan: {} } } },
    "anonymization.families.loan: there is no such key. Did you mean loans?",
  ],
  [
    "an unknown key of a rule",
    loans({ rules: [rule({ enable: true })] }),
    "anonymization.families.loans.rules[0].enable: there is no such key. Did you mean enabled?",
  ],
  [
    "a rule without a name",
    loans({ rules: [{ when: [], anonymize: true }] }),
    "anonymization.families.loans.rules[0].name: this is missing.",
  ],
  [
    "a rule without parameters",
    when(),
    "anonymization.families.loans.rules[0].when: A rule needs at least one parameter. What all other records get is the default rule.",
  ],
  [
    "an unknown parameter",
    when({ parameter: "colour", operator: "in", value: ["red"] }),
    `${firstCondition}: There is no parameter colour.`,
  ],
  [
    "negative days",
    when({ parameter: "daysSinceEnded", operator: ">", value: -1 }),
    `${firstCondition}.value: Days cannot be negative.`,
  ],
  [
    "no loans to retain",
    when({ parameter: "loansToRetain", operator: "beyond", value: 0 }),
    `${firstCondition}.value: Retain at least 1 loan.`,
  ],
  [
    "10,000 values in a list",
    when({
      parameter: "library",
      operator: "in",
      value: Array.from({ length: 10_000 }, (_, n) => `L${n}`),
    }),
    `${firstCondition}: Choose at most 1,000 values.`,
  ],
  [
    "an unknown policy",
    { version: 1, deleteUserPolicy: "keep" },
    "deleteUserPolicy: Write one of keepFullyReportable, keepStatistics, keepStatisticsAndRemovePrimaryId, fullyRemove.",
  ],
  [
    "a retention of no days",
    { version: 1, letters: { retentionDays: { A: 0 } } },
    "letters.retentionDays.A: A retention period is at least 1 day; null keeps letters until the user is purged.",
  ],
  [
    "a currency in words",
    { version: 1, institution: { currency: "franc" } },
    "institution.currency: Write a currency as three capital letters, such as CHF.",
  ],
  [
    "no such time",
    { version: 1, anonymization: { schedule: { every: "day", at: "24:00" } } },
    "anonymization.schedule.at: Enter a time as HH:MM, from 00:00 to 23:59.",
  ],
  [
    "a day on a daily schedule",
    { version: 1, anonymization: { schedule: { every: "day", on: "Sunday", at: "02:00" } } },
    "anonymization.schedule.on: there is no such key.",
  ],
])("%s is refused with its place", (_what, file, sentence) => {
  const { error } = configurationSchema.safeParse(file);
  expect(error && sentences(error)).toContain(sentence);
});

test("a parameter of another family is refused", () => {
  const file = {
    version: 1,
    anonymization: {
      families: {
        fees: {
          rules: [rule({ when: [{ parameter: "loansToRetain", operator: "beyond", value: 5 }] })],
        },
      },
    },
  };
  const { error } = configurationSchema.safeParse(file);
  expect(error && sentences(error)).toEqual([
    "anonymization.families.fees.rules[0].when[0].parameter: The parameter loansToRetain does not belong to fees rules.",
  ]);
});

test("a file of one part is taken", () => {
  expect(configurationSchema.parse({ version: 1 })).toEqual({ version: 1 });
  expect(configurationSchema.parse(loans({})).anonymization?.families?.loans).toEqual({});
});
