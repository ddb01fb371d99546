import { expect, test } from "vitest";
import { frozenHash } from "./proposal-hash.ts";

test("runs of a job that were told the same have the same hash, in whatever order it was said", () => {
  const hash = frozenHash("anonymization", { a: 1, b: { c: [1, 2], d: null } });
  expect(frozenHash("anonymization", { b: { d: null, c: [1, 2] }, a: 1 })).toEqual(hash);
  expect(frozenHash("anonymization", { a: 1, b: { c: [2, 1], d: null } })).not.toEqual(hash);
  expect(frozenHash("letters-purge", { a: 1, b: { c: [1, 2], d: null } })).not.toEqual(hash);
  expect(hash).toHaveLength(32);
});
