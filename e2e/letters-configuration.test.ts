import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const rowOf = (page: Page, code: string) =>
  page.getByRole("row").filter({ has: page.getByText(code, { exact: true }) });
const receipt = "FulLoanReceiptLetter";
const overdue = "FulUserOverdueNoticeLetter";
const periods = (codes: string[]) =>
  `SELECT code, retention_days FROM console.letter_types WHERE code IN (${codes.map((code) => `'${code}'`).join()}) ORDER BY code`;

test.beforeEach(async ({ library }) => {
  await library.ask("UPDATE console.letter_types SET retention_days = NULL, enabled = true");
});

test("what is no period is refused in its place, by a sentence, and keeps what was typed", async ({
  page,
  signIn,
  library,
}) => {
  test.setTimeout(120_000);
  await signIn("letterAdministrator");
  await page.goto("/letters?search=FulLoanReceiptLetter");
  const row = rowOf(page, receipt);
  const field = row.getByLabel(/Retention Period/);
  for (const [typed, sentence] of [
    ["0", "A retention period is at least 1 day"],
    ["-1", "A retention period is at least 1 day"],
    ["1.5", "Enter whole days, such as 30"],
    ["30 days", "Enter whole days, such as 30"],
    ["36501", "A retention period is at most 36,500 days."],
    ["30 60 90", "Enter whole days, such as 30"],
  ] as const) {
    await field.fill(typed);
    await row.getByRole("button", { name: "Save" }).click();
    await expect(row.getByText(sentence)).toBeVisible();
    await expect(field).toHaveValue(typed);
  }
  await field.fill("36500");
  await field.press("Enter");
  await expect(row.getByText("Saved: kept for 36,500 days.")).toBeVisible();
  await field.fill("");
  await field.press("Enter");
  await expect(row.getByText("Saved: kept until the user is purged.")).toBeVisible();
  expect(await library.ask(periods([receipt]))).toEqual([{ code: receipt, retention_days: null }]);
});

test("several types get one period at once, and only those that are selected", async ({
  page,
  signIn,
  library,
}) => {
  await signIn("letterAdministrator");
  await page.goto("/letters?search=notice&patronFacing=yes");
  await page.getByRole("button", { name: "Set for the selected types" }).click();
  await expect(page.getByText("Select at least one letter type.")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select Overdue Notice Letter", exact: true }).check();
  await page.getByRole("checkbox", { name: "Select Loan Status Notice", exact: true }).check();
  await expect(page.getByText(/^2 of \d+ selected$/)).toBeVisible();
  await page.getByLabel("Retention Period for the selected types").fill("90");
  await page.getByRole("button", { name: "Set for the selected types" }).click();
  await expect(page.getByText("Saved: 2 letter types keep letters for 90 days.")).toBeVisible();
  await expect(page.getByText(/^0 of \d+ selected$/)).toBeVisible();
  await expect(rowOf(page, overdue).getByLabel(/Retention Period/)).toHaveValue("90");
  expect(
    await library.ask(
      "SELECT count(*)::int AS n FROM console.letter_types WHERE retention_days = 90",
    ),
  ).toEqual([{ n: 2 }]);

  await page.getByRole("checkbox", { name: "Select Overdue Notice Letter", exact: true }).check();
  await page.getByLabel("Retention Period for the selected types").fill("");
  await page.getByRole("button", { name: "Set for the selected types" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("1 letter type would keep letters until the user is purged");
  await question.getByRole("button", { name: "Keep the periods" }).click();
  await expect(rowOf(page, overdue).getByLabel(/Retention Period/)).toHaveValue("90");
  await page.getByRole("button", { name: "Set for the selected types" }).click();
  await question.getByRole("button", { name: "Clear the periods" }).click();
  await expect(page.getByText("Saved: 1 letter type keeps letters until")).toBeVisible();
});

test("what one row was refused stays there while another is saved and a third is switched off", async ({
  page,
  signIn,
  library,
}) => {
  await signIn("letterAdministrator");
  await page.goto("/letters?search=letter");
  const refused = rowOf(page, overdue);
  await refused.getByLabel(/Retention Period/).fill("0");
  await refused.getByRole("button", { name: "Save" }).click();
  await expect(refused.getByText("A retention period is at least 1 day")).toBeVisible();
  const saved = rowOf(page, receipt);
  await saved.getByLabel(/Retention Period/).fill("30");
  await saved.getByRole("button", { name: "Save" }).click();
  await expect(saved.getByText("Saved: kept for 30 days.")).toBeVisible();
  const lost = rowOf(page, "FulLostLoanLetter");
  await lost.getByRole("switch").press("Space");
  await expect(lost.getByRole("switch")).not.toBeChecked();
  await expect(lost.getByRole("switch")).toBeFocused();
  await expect(saved.getByText("Saved: kept for 30 days.")).toBeVisible();
  await expect(refused.getByText("A retention period is at least 1 day")).toBeVisible();
  await expect(refused.getByLabel(/Retention Period/)).toHaveValue("0");
  expect(
    await library.ask(
      "SELECT code, retention_days, enabled FROM console.letter_types WHERE retention_days IS NOT NULL OR NOT enabled ORDER BY code",
    ),
  ).toEqual([
    { code: receipt, retention_days: 30, enabled: true },
    { code: "FulLostLoanLetter", retention_days: null, enabled: false },
  ]);
});

test("types are switched one right after the other, while the first is under way", async ({
  page,
  signIn,
  library,
}) => {
  await signIn("letterAdministrator");
  await page.goto("/letters?search=letter");
  await expect(page.getByText(/^0 of \d+ selected$/)).toBeVisible();
  await library.ask("UPDATE console.letter_types SET version = version + 1 WHERE code = $1", [
    overdue,
  ]);
  let posts = 0;
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/\/letters\?/, async (route) => {
    if (route.request().method() === "POST") {
      posts++;
      await answered;
    }
    await route.continue();
  });
  const switchOf = (code: string) => rowOf(page, code).getByRole("switch");
  const first = switchOf(receipt);
  await first.press("Space");
  await expect(first).toBeDisabled();
  await first.press("Space");
  await expect(switchOf(overdue)).toBeEnabled();
  await switchOf(overdue).press("Space");
  const last = switchOf("FulLostLoanLetter");
  await last.press("Space");
  await expect(last).toBeDisabled();
  await expect(first).toBeChecked();
  answer();
  // Each goes by itself after a while.
  await Promise.all(
    [
      /^Loan Receipt Letter is disabled\./,
      /^Overdue Notice Letter was changed by somebody/,
      /Lost Loan Letter is disabled\./,
    ].map((told) =>
      expect(page.getByRole("region", { name: /Notifications/ }).getByText(told)).toBeVisible(),
    ),
  );
  for (const code of [receipt, "FulLostLoanLetter"]) {
    await expect(switchOf(code)).not.toBeChecked();
    await expect(switchOf(code)).toBeEnabled();
  }
  await expect(switchOf(overdue)).toBeChecked();
  await expect(last).toBeFocused();
  expect(posts).toBe(3);
  expect(
    await library.ask("SELECT code FROM console.letter_types WHERE NOT enabled ORDER BY code"),
  ).toEqual([{ code: receipt }, { code: "FulLostLoanLetter" }]);
});

test("the second of two savers is told, takes note, and saves over it", async ({
  page,
  signIn,
  library,
}) => {
  await signIn("letterAdministrator");
  await page.goto(`/letters?search=${receipt}`);
  await expect(rowOf(page, receipt)).toBeVisible();
  await library.ask(
    `UPDATE console.letter_types SET retention_days = 10, version = version + 1 WHERE code = '${receipt}'`,
  );
  const row = rowOf(page, receipt);
  await row.getByLabel(/Retention Period/).fill("20");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByText(/was changed by somebody else meanwhile/)).toBeVisible();
  await row.getByRole("button", { name: "Take note of the change" }).click();
  await expect(row.getByLabel(/Retention Period/)).toHaveValue("20");
  await expect(async () => {
    await row.getByRole("button", { name: "Save", exact: true }).click();
    await expect(row.getByText("Saved: kept for 20 days.")).toBeVisible({ timeout: 2_000 });
  }).toPass();
  expect(await library.ask(periods([receipt]))).toEqual([{ code: receipt, retention_days: 20 }]);
});

test("without JavaScript the same forms set one period, several, and what is enabled", async ({
  page,
  browser,
  baseURL,
  signIn,
  library,
}) => {
  await signIn("letterAdministrator");
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
    ...(baseURL && { baseURL }),
  });
  const still = await plain.newPage();
  await still.goto(`/letters?search=${receipt}`);
  const row = rowOf(still, receipt);
  await row.getByLabel(/Retention Period/).fill("30 days");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(still.getByText(/Enter whole days, such as 30/)).toBeVisible();
  await row.getByLabel(/Retention Period/).fill("30");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByText("Saved: kept for 30 days.")).toBeVisible();
  await row.getByRole("switch").click();
  await expect(row.getByRole("switch")).not.toBeChecked();
  await still.goto("/letters?search=nightly&patronFacing=yes");
  for (const box of await still.getByRole("checkbox").all()) await box.check();
  await still.getByLabel("Retention Period for the selected types").fill("7");
  await still.getByRole("button", { name: "Set for the selected types" }).click();
  await expect(still.getByText("Saved: 2 letter types keep letters for 7 days.")).toBeVisible();
  await plain.close();
  expect(
    await library.ask(
      "SELECT code, retention_days, enabled FROM console.letter_types WHERE retention_days IS NOT NULL ORDER BY code",
    ),
  ).toEqual([
    { code: receipt, retention_days: 30, enabled: false },
    { code: overdue, retention_days: 7, enabled: true },
    { code: "SmsFulUserOverdueNoticeLetter", retention_days: 7, enabled: true },
  ]);
});

test("each job is switched and started by who holds its screen", async ({ page, signIn }) => {
  await signIn("fulfillmentAdministrator");
  await page.goto("/letters");
  await expect(page.getByText(/your roles do not allow/i)).toBeVisible();
  await page.goto("/monitor-jobs");
  const letters = page.getByRole("row").filter({ hasText: "Letters Purge with Retention" });
  const anonymization = page.getByRole("row").filter({ hasText: "Handle Historical Archiving" });
  await expect(anonymization.getByRole("switch")).toBeVisible();
  await expect(letters.getByRole("switch")).toHaveCount(0);
  await expect(letters.getByRole("link", { name: /Run now|Edit schedule/ })).toHaveCount(0);
  await page.goto("/monitor-jobs/schedules/letters-purge");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no such page");

  await page.goto("/monitor-jobs");
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn("letterAdministrator");
  await page.goto("/monitor-jobs");
  await expect(letters.getByRole("switch")).toBeVisible();
  await expect(anonymization.getByRole("switch")).toHaveCount(0);
  await letters.getByRole("link", { name: /^Run now/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Preview of Letters Purge with Retention",
  );
});
