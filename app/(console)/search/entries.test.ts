import { expect, test } from "vitest";
import { keywords } from "#lib/help/keywords.ts";
import { addressedPages, screens } from "#lib/help/screens.ts";
import { permits } from "#lib/permissions.ts";
import { entriesFor, matching } from "./entries-query.ts";

const all = entriesFor(["generalSystemAdministrator"]);
const titles = (asked: string) => matching(all, asked).map(({ title }) => title);

test("a screen is found by the beginning of its name, by its menu path, and by what it does", () => {
  expect(titles("delete user")[0]).toBe("Delete User Policy");
  expect(titles("purge")[0]).toBe("Purge User Records");
  expect(titles("configuration mail")).toContain("Mail Settings");
  expect(titles("rule decides a loan")).toContain("Explain a Record");
});

test("a setting is found by its name and by its sentence, and leads to its field", () => {
  expect(matching(all, "time zone")[0]).toMatchObject({
    href: "/institution#field-timeZone",
    where: "Institution",
  });
  expect(titles("iso 4217")).toContain("Currency");
  expect(titles("waive threshold")[0]).toBe("Waive threshold");
});

test.each([
  ["anonymise", "Fulfillment Jobs Configuration"],
  ["retention", "Letters Configuration"],
  ["delete patron", "Purge User Records"],
  ["delete a patron", "Manage Users"],
  ["right to be forgotten", "Delete User Policy"],
  ["forget", "Fulfillment Jobs Configuration"],
  ["privacy", "Overview"],
  ["GDPR", "Overview"],
  ["kill switch", "Safety"],
])("what a newcomer calls %s leads to %s", (asked, title) => {
  expect(titles(asked)).toContain(title);
});

test("other words stand for pages that are there", () => {
  const pages = new Set(addressedPages.map(({ href }) => href));
  expect(Object.keys(keywords).filter((href) => !pages.has(href))).toEqual([]);
});

test("nothing is found for a word that stands nowhere, and every screen before anything is typed", () => {
  expect(titles("zyzzyva")).toEqual([]);
  expect(matching(all, " ").map(({ href }) => href)).toEqual(screens.map(({ href }) => href));
});

test("nobody finds a screen that they may not open, nor a setting on it", () => {
  const hidden = screens.filter(({ permission }) => !permits(["auditor"], permission));
  const found = entriesFor(["auditor"]).map(({ href }) => href.split(/[#?]/)[0]);
  expect(hidden.map(({ href }) => href).filter((href) => found.includes(href))).toEqual([]);
  expect(found).toContain("/audit");
});
