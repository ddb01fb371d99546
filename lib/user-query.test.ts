import { describe, expect, test } from "vitest";
import { queryLimits } from "./user-conditions.ts";
import { fieldNames, operatorNames, operatorsOf, userFields } from "./user-query-words.ts";
import { userQuerySchema } from "./user-query.ts";

const active = { field: "status", operator: "in", value: ["active"] };
const query = (...conditions: unknown[]) => ({ version: 1, match: "all", conditions });

const faults = (sent: unknown) =>
  (userQuerySchema.safeParse(sent).error?.issues ?? []).map(({ path, message }) => [
    path.join("."),
    message,
  ]);

describe("a query is refused, in a sentence at its place,", () => {
  test.each([
    ["that is nothing", null, "", "A query is a group of conditions."],
    ["that is a list", [], "", "A query is a group of conditions."],
    [
      "of another version",
      { ...query(active), version: 2 },
      "version",
      "Only version 1 of queries is known.",
    ],
    ["without a condition", query(), "conditions", "Add at least one condition."],
    ["with a key of its own", { ...query(active), sql: "x" }, "", "There is no sql here."],
    [
      "with an unknown field",
      query({ ...active, field: "password" }),
      "conditions.0",
      "There is no field password.",
    ],
    [
      "with a field that is SQL",
      query({ ...active, field: "1; DROP TABLE x" }),
      "conditions.0",
      "There is no field of this name.",
    ],
    [
      "with a field of all objects",
      query({ ...active, field: "__proto__" }),
      "conditions.0",
      "There is no field __proto__.",
    ],
    [
      "with an operator of another field",
      query({ ...active, operator: ">" }),
      "conditions.0",
      "status does not take this operator.",
    ],
    [
      "with a further key",
      query({ ...active, not: true }),
      "conditions.0",
      "There is no not here.",
    ],
    [
      "with a condition that is text",
      query("status"),
      "conditions.0",
      "A condition has a field, an operator and a value.",
    ],
    [
      "with an unknown status",
      query({ ...active, value: ["gone"] }),
      "conditions.0.value.0",
      "There is no such status.",
    ],
    [
      "with an empty list",
      query({ ...active, value: [] }),
      "conditions.0.value",
      "Choose at least one value.",
    ],
    [
      "with an empty value",
      query({ field: "campus", operator: "in", value: [" "] }),
      "conditions.0.value.0",
      "A value cannot be empty.",
    ],
    [
      "with a day that is none",
      query({ field: "purgeDate", operator: "before", value: "2026-02-30" }),
      "conditions.0.value",
      "Enter a date, such as 2026-03-31.",
    ],
    [
      "with a day of the year 0, which PostgreSQL has not",
      query({ field: "purgeDate", operator: "before", value: "0000-12-31" }),
      "conditions.0.value",
      "Enter a year from 0001 on.",
    ],
    [
      "with days below zero",
      query({ field: "purgeDate", operator: "moreThanDaysAgo", value: -1 }),
      "conditions.0.value",
      "Days cannot be negative.",
    ],
    [
      "with part of a day",
      query({ field: "purgeDate", operator: "moreThanDaysAgo", value: 1.5 }),
      "conditions.0.value",
      "Enter a whole number of days.",
    ],
    [
      "with days as text",
      query({ field: "purgeDate", operator: "moreThanDaysAgo", value: "30 days" }),
      "conditions.0.value",
      "Enter a whole number of days.",
    ],
    [
      "with part of a cent",
      query({ field: "feesOwed", operator: ">", value: 1.005 }),
      "conditions.0.value",
      "An amount has at most two decimals.",
    ],
    [
      "with an endless amount",
      query({ field: "feesOwed", operator: ">", value: Infinity }),
      "conditions.0.value",
      "Enter an amount, such as 12.50.",
    ],
    [
      "with a character that no text has",
      query({ field: "noteText", operator: "contains", value: "a\0b" }),
      "conditions.0.value",
      "A value holds a character that no text has.",
    ],
    [
      "in a group within",
      query({ match: "any", conditions: [active, { ...active, field: "x" }] }),
      "conditions.0.conditions.1",
      "There is no field x.",
    ],
  ])("%s", (_, sent, path, sentence) => {
    expect(faults(sent)).toEqual([[path, sentence]]);
  });

  test("that is too long, too deep or lists too much, whatever else is in it", () => {
    const deep = (groups: number): unknown =>
      groups === 0 ? active : { match: "all", conditions: [deep(groups - 1)] };
    expect(faults({ version: 1, match: "all", conditions: [deep(4)] })).toEqual([]);
    expect(faults({ version: 1, match: "all", conditions: [deep(5)] })).toEqual([
      ["", "Groups stand at most 5 deep in one another."],
    ]);
    expect(faults(query(...Array.from({ length: 200 }, () => active)))).toEqual([]);
    expect(faults(query(...Array.from({ length: 1_000 }, () => active)))).toEqual([
      ["", "A query has at most 200 conditions and groups."],
    ]);
    const many = Array.from({ length: queryLimits.listed + 1 }, (_, n) => `C${n}`);
    expect(faults(query({ field: "campus", operator: "in", value: many }))).toEqual([
      ["conditions.0.value", "Choose at most 10,000 values."],
    ]);
  });

  test("that nests twenty thousand groups, without wearing anything out", () => {
    let nested: unknown = active;
    for (let depth = 0; depth < 20_000; depth += 1) nested = { match: "all", conditions: [nested] };
    expect(faults({ version: 1, match: "all", conditions: [nested] })).toEqual([
      ["", "Groups stand at most 5 deep in one another."],
    ]);
  });
});

test("values are listed once, without blanks around them", () => {
  const sent = query({ field: "campus", operator: "in", value: [" CITY", "CITY "] });
  expect(userQuerySchema.parse(sent)).toEqual(
    query({ field: "campus", operator: "in", value: ["CITY"] }),
  );
});

test("every field and operator that a screen offers is known, and every one that is known is offered", () => {
  const values: Record<string, unknown> = {
    in: ["x"],
    notIn: ["x"],
    on: "2026-01-01",
    before: "2026-01-01",
    after: "2026-01-01",
    moreThanDaysAgo: 1,
    lessThanDaysAgo: 1,
    is: true,
    "=": 1,
    "<": 1,
    ">": 1,
    contains: "x",
    notContains: "x",
  };
  const enumerated: Record<string, string> = {
    recordType: "public",
    accountType: "external",
    status: "active",
  };
  for (const field of userFields) {
    for (const operator of Object.keys(operatorNames)) {
      const value =
        enumerated[field] && Array.isArray(values[operator])
          ? [enumerated[field]]
          : values[operator];
      const condition = { field, operator, ...(value !== undefined && { value }) };
      const isOffered = operatorsOf[field].some((one) => one === operator);
      expect([fieldNames[field], operator, faults(query(condition)).length === 0]).toEqual([
        fieldNames[field],
        operator,
        isOffered,
      ]);
    }
  }
});
