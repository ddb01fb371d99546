import { expect, test } from "vitest";
import { ownPath, plainPage } from "./plain-page.ts";

test.each([
  ["/staff?x=1", "/staff?x=1"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/.//evil.example", "/"],
  ["/..//evil.example", "/"],
  ["/staff/..//evil.example", "/"],
  ["/%2e//evil.example", "/"],
  ["/./\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["", "/"],
  [undefined, "/"],
])("%s leads to %s", (given, path) => {
  expect(ownPath(given)).toBe(path);
});

const page = (about: Partial<Parameters<typeof plainPage>[1]>) =>
  plainPage(503, {
    title: "Away",
    sentences: ["Sentence."],
    way: { label: "Again", to: "/" },
    ...about,
  }).text();

test("neither an address, an id nor a theme can write into the page", async () => {
  const foreign = `/"></style><script>`;
  const html = await page({
    way: { label: "Again", to: foreign },
    id: foreign,
    theme: foreign,
  });
  expect(html).not.toContain("<script>");
});

test.each([
  ["dark", "dark"],
  ["light", "light"],
  ["system", "light dark"],
  [undefined, "light dark"],
])("the theme %s shows in %s", async (theme, scheme) => {
  expect(await page({ theme })).toContain(`:root{color-scheme:${scheme}}`);
});
