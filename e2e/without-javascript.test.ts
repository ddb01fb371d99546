import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

test.use({ javaScriptEnabled: false });

const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true }).click();
const refused = (page: Page) => page.getByRole("alert").filter({ hasText: "Nothing was saved" });
const saved = (page: Page, sentence = "Saved.") =>
  expect(page.getByRole("status").filter({ hasText: sentence })).toBeVisible();

test("whoever mistypes at sign-in is told so, and the address is still there", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("nobody@example.org");
  await page.getByLabel("Password").fill("not the password at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue("nobody@example.org");
  await expect(page.getByLabel("Password")).toHaveValue("");
});

test("general settings are saved by a plain post, and what was refused is still in its fields", async ({
  page,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/institution");
  const currency = await page.getByLabel("Currency").inputValue();
  await page.getByLabel("Name").fill("Library without scripts");
  await page.getByLabel("Currency").fill("francs");
  await save(page);
  await expect(refused(page)).toContainText("A currency is three letters, such as CHF.");
  await expect(page.getByLabel("Name")).toHaveValue("Library without scripts");
  await expect(page.getByLabel("Currency")).toHaveValue("francs");
  await page.getByLabel("Currency").fill(currency);
  await save(page);
  await saved(page);
  await page.goto("/institution");
  await expect(page.getByLabel("Name")).toHaveValue("Library without scripts");

  await page.goto("/mail-settings");
  await page.getByLabel("Mail server (SMTP)").fill("smtp.example.org");
  await page.getByLabel("Security").selectOption("tls");
  await page.getByLabel("Sender").fill("library@example.org");
  await page.getByLabel("Port", { exact: true }).fill("none");
  await save(page);
  await expect(refused(page)).toContainText("Enter a port, from 1 to 65535.");
  await expect(page.getByLabel("Mail server (SMTP)")).toHaveValue("smtp.example.org");
  await expect(page.getByLabel("Security")).toHaveValue("tls");
  await page.getByLabel("Port", { exact: true }).fill("465");
  await page.getByLabel("Mail server (SMTP)").fill("");
  await save(page);
  await saved(page);
});

test("the anonymization job is set up by a plain post: schedule and boxes, all or nothing", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("fulfillmentAdministrator");
  await page.goto("/fulfillment-jobs");
  const box = page.getByLabel("Anonymize requests", { exact: true });
  const isTicked = await box.isChecked();
  await box.setChecked(!isTicked);
  await page.getByLabel("Schedule", { exact: true }).selectOption("cron");
  await page.getByLabel("Cron expression").fill("every night");
  await save(page);
  await expect(refused(page)).toContainText("Enter five fields with a space between them");
  await expect(page.getByLabel("Schedule", { exact: true })).toHaveValue("cron");
  await expect(page.getByLabel("Cron expression")).toHaveValue("every night");
  await expect(box).toBeChecked({ checked: !isTicked });
  await page.getByLabel("Cron expression").fill("0 3 * * 2");
  await save(page);
  await saved(page);
  const stored = () =>
    library.ask<{ records: boolean; every: string }>(
      `SELECT records, every FROM console.anonymization_families, console.schedules
       WHERE family = 'requests' AND job = 'anonymization'`,
    );
  expect(await stored()).toEqual([{ records: !isTicked, every: "cron" }]);

  await page.getByLabel("Schedule", { exact: true }).selectOption("day");
  await box.setChecked(isTicked);
  await library.ask(
    "UPDATE console.schedules SET version = version + 1 WHERE job = 'anonymization'",
  );
  await save(page);
  await expect(page.getByRole("alert").filter({ hasText: "somebody else" })).toBeVisible();
  await expect(page.getByLabel("Schedule", { exact: true })).toHaveValue("day");
  await save(page);
  await saved(page);
  expect(await stored()).toEqual([{ records: isTicked, every: "day" }]);
});

test("retention periods are set by plain posts, of one letter type and of several", async ({
  page,
  library,
  signIn,
}) => {
  await library.ask("UPDATE console.letter_types SET retention_days = NULL, enabled = true");
  await signIn("letterAdministrator");
  await page.goto("/letters?search=notice");
  const code = page.getByText("FulUserOverdueNoticeLetter", { exact: true });
  const row = page.getByRole("row").filter({ has: code });
  const period = row.getByLabel(/Retention Period/);
  await period.fill("-3");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByRole("alert").first()).toContainText("at least 1 day");
  await expect(period).toHaveValue("-3");
  await period.fill("45");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByText("Saved: kept for 45 days.")).toBeVisible();

  const together = page.getByLabel("Retention Period for the selected types");
  const ticked = row.getByRole("checkbox");
  await ticked.check();
  await together.fill("soon");
  await page.getByRole("button", { name: "Set for the selected types" }).click();
  await expect(page.getByText("Enter whole days, such as 30").first()).toBeVisible();
  await expect(together).toHaveValue("soon");
  await expect(ticked).toBeChecked();
  await together.fill("60");
  await page.getByRole("button", { name: "Set for the selected types" }).click();
  await expect(period).toHaveValue("60");

  await row.getByRole("switch").click();
  await expect(row.getByRole("switch")).toHaveAttribute("aria-checked", "false");
  expect(
    await library.ask(
      "SELECT code, retention_days, enabled FROM console.letter_types WHERE retention_days IS NOT NULL OR NOT enabled",
    ),
  ).toEqual([{ code: "FulUserOverdueNoticeLetter", retention_days: 60, enabled: false }]);
  await library.ask("UPDATE console.letter_types SET retention_days = NULL, enabled = true");
});

test("the delete user policy is chosen by a plain post, and a second saver's choice is still there", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("userAdministrator");
  await library.ask("UPDATE console.institution SET delete_user_policy = 'keepStatistics'");
  await page.goto("/delete-user-policy");
  const choice = (name: string) => page.getByRole("radio", { name, exact: true });
  await choice("Fully remove").check();
  await save(page);
  await saved(page, "It governs deletions from now on");
  await expect(choice("Fully remove")).toBeChecked();

  await choice("Keep fully reportable").check();
  await library.ask("UPDATE console.institution SET delete_user_policy = 'keepStatistics'");
  await save(page);
  await expect(page.getByRole("alert").filter({ hasText: "somebody else" })).toBeVisible();
  await expect(choice("Keep fully reportable")).toBeChecked();
  await choice("Keep statistics and remove primary ID").check();
  await save(page);
  await saved(page, "It governs deletions from now on");
});

test("what is not there, and what needs JavaScript, is said in a sentence", async ({
  page,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  const nowhere = [
    "sets",
    "users",
    "monitor-jobs",
    "legal-holds",
    "records/loans",
    "help",
    "import",
  ];
  for (const place of nowhere) {
    await page.goto(`/${place}/999999999`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no such page");
  }
  // What a browser without JavaScript shows; this one only does not run it.
  const without = async (sentence: string) => {
    const told = (await page.content()).match(/<noscript>.*?<\/noscript>/gs) ?? [];
    expect(told.filter((text) => text.includes(sentence))).toHaveLength(1);
  };
  await page.goto("/users/advanced");
  await without("JavaScript is off.");
  await without("Choosing conditions needs JavaScript.");
  await page.goto("/sets/add");
  await page.getByLabel("Name").fill("A set without scripts");
  await page.getByRole("button", { name: "Add the Set" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A set without scripts");
  const set = new URL(page.url()).pathname.split("/").at(-1);
  await page.goto(`/run-a-job/update-users?set=${set}`);
  await without("From here on this job needs JavaScript.");
});
