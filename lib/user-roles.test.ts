import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { isPatronRole } from "./user-roles.ts";

test.each([
  ["200", true],
  ["PATRON", true],
  ["Patron", true],
  ["32", false],
  ["2000", false],
  ["Patron Services", false],
])("the role %s is Patron: %s", (code, is) => {
  expect(isPatronRole(code)).toBe(is);
});

test("nobody of the example file has a role that would keep them from being purged", () => {
  const rows = parse<{ roles: string }>(readFileSync("public/examples/users.csv"), {
    columns: true,
  });
  const codes = rows.flatMap(({ roles }) => roles.split(";"));
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => !isPatronRole(code))).toEqual([]);
});
