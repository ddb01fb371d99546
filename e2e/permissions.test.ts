import { expect, test } from "./fixtures.ts";

test("an auditor sees reports and the audit, and neither settings nor staff", async ({
  page,
  signIn,
}) => {
  await signIn("auditor");
  const menu = page.getByRole("navigation").first();
  await expect(menu.getByRole("link", { name: "Audit" })).toBeVisible();
  await expect(menu.getByRole("link", { name: "Staff" })).toHaveCount(0);
  for (const forbidden of [
    "/fulfillment-jobs",
    "/fulfillment-jobs/preview",
    "/staff",
    "/institution",
    "/api-keys",
    "/api-keys/add",
  ]) {
    await page.goto(forbidden);
    await expect(page.getByText(/your roles do not allow/i)).toBeVisible();
  }
  await page.goto("/audit");
  await expect(page.getByRole("heading", { level: 1, name: "Audit" })).toBeVisible();
});

test("a privacy officer reads rules, periods, policy, holds and purges, and changes none of them", async ({
  page,
  signIn,
}) => {
  await signIn("privacyOfficer");
  const main = page.getByRole("main");
  for (const screen of [
    "/fulfillment-jobs",
    "/fulfillment-jobs/preview",
    "/fulfillment-jobs/rules/loans",
    "/letters",
    "/delete-user-policy",
    "/legal-holds",
    "/purge-user-records",
    "/audit",
  ]) {
    await page.goto(screen);
    await expect(page.getByText(/your roles do not allow/i)).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const changing = /^(Save|Add a|Run now|Place a|Move|Enabled)/;
    await expect(main.getByRole("button", { name: changing })).toHaveCount(0);
    await expect(main.getByRole("link", { name: changing })).toHaveCount(0);
  }
  for (const forbidden of ["/users", "/sets", "/fulfillment-jobs/rules/loans/add", "/staff"]) {
    await page.goto(forbidden);
    await expect(page.getByText(/your roles do not allow/i)).toBeVisible();
  }
});

test("a request from another site is refused, whoever is signed in", async ({ page, signIn }) => {
  await signIn("generalSystemAdministrator");
  const foreign: Record<string, string>[] = [
    {},
    { origin: "null" },
    { origin: "https://elsewhere.example" },
  ];
  for (const headers of foreign) {
    const answer = await page.request.post("/api/job-runs", {
      data: { job: "anonymization" },
      headers,
    });
    expect(answer.status()).toBe(403);
  }
});

test("a person can be invited, chooses a password by the one-time link, and signs in", async ({
  browser,
  page,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/staff/add");
  await page.getByLabel("Name").fill("Fred Fulfillment");
  await page.getByLabel("E-mail").fill("fred@example.org");
  await page.getByLabel("Fulfillment Administrator").check();
  await page.getByRole("button", { name: /add/i }).click();
  const field = page.getByLabel("One-time link");
  const link = await field.inputValue();
  // The browser of the stories lets nothing be copied unasked.
  await page.getByRole("button", { name: "Copy the link" }).press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "It is selected" })).toBeVisible();
  await expect(field).toBeFocused();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy the link" }).press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Copied." })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  const guest = await browser.newContext();
  const invited = await guest.newPage();
  await invited.goto(link);
  for (const field of await invited.locator("input[type=password]").all())
    await field.fill("a password of my own");
  await invited.getByRole("button").last().click();
  await expect(invited.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await invited.goto(link);
  await expect(invited.getByText(/This link was used/)).toBeVisible();
  await guest.close();
});
