import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { patronRoles } from "./user-roles.ts";

test("nobody of the example file has a role that would keep them from being purged", () => {
  const rows = parse<{ roles: string }>(readFileSync("public/examples/users.csv"), {
    columns: true,
  });
  const codes = rows.flatMap(({ roles }) => roles.split(";"));
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => !patronRoles.includes(code))).toEqual([]);
});
