import { expect, test } from "vitest";
import { z } from "zod";
import { jsonSchema } from "#lib/server/openapi.ts";
import { scheduleSchema } from "#lib/schedule.ts";
import { fieldRows, typeText } from "./fields-view.ts";

test.each<[string, z.ZodType]>([
  ["text", z.string()],
  ["whole number or null", z.int().nullable()],
  ["text or null", z.string().nullable()],
  ["object or null", z.object({}).nullable()],
  ["whole number, 1 to 365", z.int().min(1).max(365)],
  ["true or false", z.boolean()],
  ["day, YYYY-MM-DD", z.iso.date()],
  ['"in" or "notIn"', z.enum(["in", "notIn"])],
  ["list of text", z.array(z.string())],
  ["anything", z.unknown()],
])("a type reads as %s", (text, schema) => {
  expect(typeText(jsonSchema(schema, "output"))).toBe(text);
});

test("every field has a row, however deep it lies", () => {
  const schema = z.object({
    runs: z.array(z.object({ id: z.int().describe("Its number."), note: z.string().optional() })),
    last: z.object({ at: z.string() }).nullable(),
  });
  expect(fieldRows(jsonSchema(schema, "output"))).toEqual([
    { place: "runs", type: "list of object", isRequired: true, description: "" },
    { place: "runs[].id", type: "whole number", isRequired: true, description: "Its number." },
    { place: "runs[].note", type: "text", isRequired: false, description: "" },
    { place: "last", type: "object or null", isRequired: true, description: "" },
    { place: "last.at", type: "text", isRequired: true, description: "" },
  ]);
});

test("each shape that a field can take has a row", () => {
  const rows = fieldRows(jsonSchema(z.object({ schedule: scheduleSchema }), "input"));
  expect(rows.map(({ type }) => type)).toEqual([
    "one of the shapes below",
    '{ every: "day", at: text }',
    expect.stringMatching(/^\{ every: "week", on: "Monday" or .*, at: text \}$/),
    '{ every: "month", on: whole number, 1 to 31, at: text }',
    '{ every: "cron", cron: text }',
  ]);
});

test("each shape that a body can take has a row", () => {
  const body = z.discriminatedUnion("by", [
    z.strictObject({ by: z.literal("barcode"), number: z.string() }),
    z.strictObject({ by: z.literal("source"), family: z.string().optional() }),
  ]);
  expect(fieldRows(jsonSchema(body, "input")).map(({ place, type }) => [place, type])).toEqual([
    ["one of", '{ by: "barcode", number: text }'],
    ["one of", '{ by: "source", family?: text }'],
  ]);
});
