import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures.ts";

const search = (page: Page) => page.getByRole("combobox", { name: "Search screens and settings" });

/** Its key is heard as soon as the page's script runs. */
const openSearch = (page: Page) =>
  expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(search(page)).toBeFocused({ timeout: 1_000 });
  }).toPass();

test("a setting is found by its sentence of help, by keyboard alone, and has the focus", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("generalSystemAdministrator");
  await openSearch(page);
  await search(page).fill("iso 4217");
  await expect(page.getByRole("option", { selected: true })).toContainText("Currency");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Institution" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Currency" })).toBeFocused();

  await openSearch(page);
  await search(page).fill("time zone");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Time zone" })).toBeFocused();
});

test("the arrows move the choice, Escape gives the focus back, and what is hidden from a role is not found", async ({
  page,
  signIn,
}) => {
  await signIn("auditor");
  const button = page.getByRole("button", { name: "Find a setting" });
  await button.click();
  const option = page.getByRole("option");
  await expect(option.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(option.nth(1)).toHaveAttribute("aria-selected", "true");
  await expect(search(page)).toHaveAttribute(
    "aria-activedescendant",
    (await option.nth(1).getAttribute("id")) ?? "",
  );
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(option.last()).toHaveAttribute("aria-selected", "true");
  await search(page).fill("currency");
  await expect(option).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "Nothing is called so" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
});

test("a menu link leaves the focus on the heading of the page it led to", async ({
  page,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.getByRole("link", { name: "Statistics" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Statistics" })).toBeFocused();
  await page.setViewportSize({ width: 320, height: 900 });
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Institution" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Institution" })).toBeFocused();
});

test("a step of the menu path leads back, and Help tells of the screen that one stands on", async ({
  page,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/letters/preview");
  await page
    .getByRole("navigation", { name: "Menu path" })
    .getByRole("link", { name: "Letters Configuration" })
    .click();
  await expect(
    page.getByRole("heading", { level: 1, name: "Letters Configuration" }),
  ).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Help" }).click();
  await expect(page).toHaveURL(/\/help\/letters$/);
  await expect(page.getByText("1 to 36,500 days; blank keeps them")).toBeVisible();
});

const withFields = [
  "/institution",
  "/mail-settings",
  "/fulfillment-jobs",
  "/fulfillment-jobs/rules/loans/add",
  "/letters",
  "/delete-user-policy",
  "/legal-holds/add",
  "/sets/add",
  "/sets/combine",
  "/staff/add",
  "/api-keys/add",
  "/monitor-jobs/safety",
  "/monitor-jobs/history",
  "/monitor-jobs/schedules/anonymization",
  "/monitor-jobs/subscriptions/anonymization",
  "/records",
  "/statistics",
  "/audit",
  "/import",
  "/users",
  "/users/advanced",
  "/api-keys/reference",
  "/my-account",
];
const tabsWithFields = ["", "contact", "identifiers", "notes", "blocks", "statistics", "proxies"];

test("every field of a form is explained in a sentence that belongs to it", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(120_000);
  await library.lethe("import", "public/examples");
  const [user] = await library.ask<{ id: string }>(
    "SELECT id::text FROM patron.users WHERE deleted_on IS NULL ORDER BY id LIMIT 1",
  );
  const tabs = tabsWithFields.map((tab) => `/users/${user?.id}/${tab}`);
  await signIn("generalSystemAdministrator");
  for (const screen of [...withFields, ...tabs]) {
    await page.goto(screen);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    // What a click opens is there too.
    await page.locator("main details").evaluateAll((all) => {
      for (const details of all) details.setAttribute("open", "");
    });
    const unexplained = await page
      .locator("main :is(input, select, textarea):not([type=hidden], [type=file])")
      .evaluateAll((fields) =>
        fields
          .filter((field) => field.checkVisibility() && !field.closest("table"))
          .filter((field) => {
            const told = field.closest("[aria-describedby]")?.getAttribute("aria-describedby");
            return !told?.split(" ").some((id) => document.getElementById(id)?.textContent);
          })
          .map((field) => field.outerHTML),
      );
    expect(unexplained, screen).toEqual([]);
  }
});
