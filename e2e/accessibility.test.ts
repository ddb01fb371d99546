import { expect, expectAccessible, test } from "./fixtures.ts";

const screens = [
  "/",
  "/fulfillment-jobs",
  "/fulfillment-jobs/rules/loans",
  "/fulfillment-jobs/rules/loans/add",
  "/fulfillment-jobs/preview",
  "/letters",
  "/letters/preview",
  "/letters/counts",
  "/monitor-jobs",
  "/monitor-jobs/running",
  "/monitor-jobs/history",
  "/monitor-jobs/safety",
  "/monitor-jobs/outbox",
  "/monitor-jobs/schedules/anonymization",
  "/monitor-jobs/subscriptions/anonymization",
  "/mail-settings",
  "/statistics",
  "/statistics?by=library&by=category",
  "/institution",
  "/legal-holds",
  "/legal-holds/add",
  "/delete-user-policy",
  "/purge-user-records",
  "/users",
  "/users/advanced",
  "/sets",
  "/sets/add",
  "/sets/combine",
  "/run-a-job",
  "/run-a-job/update-users",
  "/records",
  "/import",
  "/staff",
  "/staff/add",
  "/audit",
  "/my-account",
  "/statistics?family=fees&by=month&by=category",
  "/api-keys",
  "/api-keys/add",
  "/api-keys/reference",
  "/api-keys/reference?search=abortion",
  "/api-keys/reference/postJobRuns",
  "/set-up-guide",
  "/help",
  "/help/fulfillment-jobs",
  "/no-such-page",
];

test("what is not accessible is seen, in either theme", async ({ page }) => {
  await page.goto("/sign-in");
  await page.waitForLoadState("networkidle");
  const plant = (html: string) =>
    page.evaluate(
      (text) => document.querySelector("main")?.insertAdjacentHTML("beforeend", text),
      html,
    );
  await plant('<img id="planted" src="/x">');
  await expect(expectAccessible(page)).rejects.toThrow("image-alt");
  await page.evaluate(() => document.getElementById("planted")?.remove());
  await plant('<p style="color: light-dark(#000, #333)">Too dark in the dark.</p>');
  await expect(expectAccessible(page)).rejects.toThrow(/color-contrast/);
});

test("every screen is accessible in light and dark, from 320 to 1280 px", async ({
  page,
  signIn,
}) => {
  test.setTimeout(600_000);
  await signIn("generalSystemAdministrator");
  for (const screen of screens) {
    await page.goto(screen);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await expectAccessible(page);
  }
});

test("sign-in and set-up are accessible, and so are their errors", async ({ page }) => {
  await page.goto("/sign-in");
  await expectAccessible(page);
  await page.getByLabel("E-mail").fill("nobody@example.org");
  await page.getByLabel("Password").fill("not the password at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/set-up?token=unknown");
  await expectAccessible(page);
});

test("a rule form that refuses is accessible, and says each fault in its place", async ({
  page,
  signIn,
}) => {
  await signIn("fulfillmentAdministrator");
  await page.goto("/fulfillment-jobs/rules/loans/add");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Give the rule a name.").first()).toBeVisible();
  await expect(page.getByText("A rule needs at least one parameter.").first()).toBeVisible();
  await expectAccessible(page);
});
