import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { formToObject } from "./form-data.ts";

const schema = z.object({
  name: z.string().max(5),
  note: z.string().optional(),
  enabled: z.boolean(),
  roles: z.array(z.enum(["a", "b"])),
  tags: z.array(z.string()).default([]),
});
const form = (...entries: [string, string][]) => {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
};
const parse = (...entries: [string, string][]) =>
  schema.strict().safeParse(formToObject(schema, form(...entries)));

test("boxes that are not ticked are false, and lists that were not chosen are empty", () => {
  expect(parse(["name", "x"]).data).toEqual({ name: "x", enabled: false, roles: [], tags: [] });
});

test("one ticked box of a list is a list", () => {
  expect(parse(["name", "x"], ["roles", "a"]).data?.roles).toEqual(["a"]);
  expect(parse(["name", "x"], ["roles", "a"], ["roles", "b"]).data?.roles).toEqual(["a", "b"]);
});

test.each([
  ["on", true],
  ["true", true],
  ["false", false],
])("a switch sent as %s is %s", (sent, read) => {
  expect(parse(["name", "x"], ["enabled", sent]).data?.enabled).toBe(read);
});

test("what Next adds to a form is not of the form", () => {
  expect(parse(["name", "x"], ["$ACTION_ID_1", ""], ["$ACTION_1:0", "{}"]).success).toBe(true);
});

test.each<[string, [string, string]]>([
  ["a name sent twice", ["name", "y"]],
  ["an unknown name", ["role", "generalSystemAdministrator"]],
  ["__proto__", ["__proto__", "x"]],
  ["constructor", ["constructor", "x"]],
  ["a switch that is neither", ["enabled", "maybe"]],
  ["a choice that there is not", ["roles", "c"]],
])("%s is refused", (_, extra) => {
  expect(parse(["name", "x"], extra).success).toBe(false);
});

test("whatever else is sent is refused, never dropped", () => {
  const unknown = fc
    .string({ minLength: 1 })
    .filter((name) => !(name in schema.shape) && !name.startsWith("$ACTION"));
  fc.assert(
    fc.property(unknown, fc.string(), (name, value) => {
      expect(parse(["name", "x"], [name, value]).success).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
