import type { FileChooser, Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { importFiles } from "./steps.ts";

/** More than any page has in its order of focus. */
const MOST_STEPS = 200;

/** Goes to what is wanted by one key, again and again, as far as the focus goes. */
async function go(page: Page, wanted: Locator, key = "Tab") {
  await expect(wanted).toBeVisible();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${String(wanted)} is not reached by ${key}`);
}

async function press(page: Page, role: "link" | "button", name: string) {
  await go(page, page.getByRole(role, { name, exact: true }));
  await page.keyboard.press("Enter");
}

test("by keyboard alone: a set from a file, its purge date into the past, and the run", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(180_000);
  const people = ["0kb1,Key,Kim", "0kb2,Key,Kai", "0kb3,Key,Kay"];
  await importFiles(library, { "users.csv": ["primary_id,last_name,first_name", ...people] });
  await signIn("userManager");

  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox", { name: "Search screens" })).toBeFocused({
      timeout: 1_000,
    });
  }).toPass();
  await page.keyboard.type("Manage Sets");
  await expect(page.getByRole("option", { selected: true })).toContainText("Manage Sets");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Manage Sets" })).toBeVisible();
  await press(page, "link", "Add a Set");
  await go(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.type("Leavers by keyboard");
  await press(page, "button", "Add the Set");
  await expect(page.getByRole("heading", { level: 1, name: "Leavers by keyboard" })).toBeVisible();

  const file = page.getByLabel("File", { exact: true });
  const choose = async () => {
    await go(page, file);
    await page.keyboard.press("Enter");
  };
  // A browser on a busy machine now and then opens nothing for a key: then people press it again.
  let chooser: FileChooser | undefined;
  await expect(async () => {
    [chooser] = await Promise.all([page.waitForEvent("filechooser", { timeout: 5_000 }), choose()]);
  }).toPass({ timeout: 60_000 });
  await chooser?.setFiles({
    name: "leavers.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("USERNAME\n0kb1\n0kb2\n0kb3\n0kb1\n0none\n"),
  });
  await press(page, "button", "Upload");
  const answer =
    "3 users were added, 0 already were members, 1 ID was not found, 1 line was a duplicate in the list.";
  await expect(page.getByText(answer)).toBeVisible();

  await press(page, "button", "Actions of Leavers by keyboard");
  await go(page, page.getByRole("menuitem", { name: "Run a job …" }), "ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Run a Job" })).toBeVisible();
  await press(page, "link", "Update/Notify Users");
  await expect(page.getByText("3. Enter parameters")).toHaveAttribute("aria-current", "step");
  await go(page, page.getByRole("checkbox", { name: "Purge date", exact: true }));
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("What happens to the purge date")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("New purge date")).toBeFocused();
  await page.keyboard.type("01312020");
  await expect(page.getByLabel("New purge date")).toHaveValue("2020-01-31");
  await press(page, "button", "Review");
  await expect(page.getByText("3 of 3 members would be changed.")).toBeVisible();

  await press(page, "button", "Update 3 users …");
  const question = page.getByRole("alertdialog", { name: "Update 3 users?" });
  await expect(question.getByRole("button", { name: "Change nothing" })).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.type("3");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("3 users were changed.")).toBeVisible({ timeout: 60_000 });
  const dates = await library.ask<{ date: string }>(
    "SELECT DISTINCT purge_date::text AS date FROM patron.users WHERE primary_id LIKE '0kb%'",
  );
  expect(dates).toEqual([{ date: "2020-01-31" }]);
});
