import { expect, test } from "vitest";
import { permissions, permits } from "./permissions.ts";

test("a privacy officer reads every setting of forgetting, opens no user, and neither changes nor runs anything", () => {
  const held = permissions.filter((permission) => permits(["privacyOfficer"], permission));
  expect(held.filter((permission) => !permission.endsWith(".read"))).toEqual([]);
  expect(permissions.filter((one) => one.endsWith(".read") && !held.includes(one))).toEqual([
    "users.read",
  ]);
});
