import { expect, test } from "vitest";
import { ownPath, plainPage } from "./plain-page.ts";

test.each([
  ["/staff?x=1", "/staff?x=1"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["", "/"],
  [undefined, "/"],
])("%s leads to %s", (given, path) => {
  expect(ownPath(given)).toBe(path);
});

test("an address cannot write into the page", async () => {
  const page = plainPage(503, "Away", "Sentence.", { label: "Again", to: `/"><script>` });
  expect(await page.text()).not.toContain("<script>");
});
