import { expect, test } from "vitest";
import { seal, unseal } from "./sealed.ts";

process.env.LETHE_AUTH_SECRET = "a secret of the tests, long enough to be one";

test("a sealed number is read by us, is never twice the same, and does not show", () => {
  const sealed = [seal(4711), seal(4711)];
  expect(sealed.map(unseal)).toEqual([4711, 4711]);
  expect(sealed[0]).not.toBe(sealed[1]);
  expect(Buffer.from(sealed[0]!, "base64url").toString("latin1")).not.toContain("4711");
});

test.each(["", "4711", "!!!", seal(1).slice(0, -2), `${seal(1)}AA`, "A".repeat(200)])(
  "what was not sealed here is nothing: %s",
  (text) => {
    expect(unseal(text)).toBe(undefined);
  },
);

test("what was sealed with another secret is nothing", () => {
  const sealed = seal(1);
  process.env.LETHE_AUTH_SECRET = "another secret of the tests, long enough to be one";
  expect(unseal(sealed)).toBe(undefined);
});
