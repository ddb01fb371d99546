import { expect, test } from "vitest";
import { nearest, suggestion } from "./nearest.ts";

const commands = ["migrate", "import", "preview", "run", "runs", "abort", "doctor"];

test.each([
  ["prevew", "preview"],
  ["IMPORT", "import"],
  ["migr", "migrate"],
  ["rums", "runs"],
  ["elephant", undefined],
  ["", undefined],
])("%s is taken for %s", (word, meant) => {
  expect(nearest(word, commands)).toBe(meant);
});

test("a word that is near nothing gets no suggestion", () => {
  expect(suggestion("elephant", commands)).toBe("");
  expect(suggestion("doctr", commands)).toBe(" Did you mean doctor?");
});
