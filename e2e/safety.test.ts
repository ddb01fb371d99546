import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures.ts";
import { anonymizeFromPreview, makeLoansToGo } from "./steps.ts";

async function startFromPreview(page: Page): Promise<void> {
  await page.goto("/fulfillment-jobs/preview");
  await anonymizeFromPreview(page);
}

test("a large run is stopped by the switch, approved by a second person, and goes on after a pause", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(180_000);
  await makeLoansToGo(library, "SAFE", 30);
  const change = async (...roles: Parameters<typeof signIn>) => {
    await page.context().clearCookies();
    await signIn(...roles);
  };

  await signIn("generalSystemAdministrator");
  await page.goto("/monitor-jobs/safety");
  await page.getByLabel("Second person above").fill("10");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Limits saved.")).toBeVisible();
  const all = page.getByRole("region", { name: "Kill switch: All jobs" });
  await all.getByLabel("Reason").fill("Migration tonight");
  await all.getByRole("button", { name: "Stop all jobs" }).click();
  await expect(all.getByText(/Engaged by A Librarian since .*: Migration tonight/)).toBeVisible();
  // What was pressed is gone, and the focus on what took its place.
  await expect(all.getByRole("button", { name: "Release: All jobs" })).toBeFocused();
  await expect(
    all.getByRole("status").getByText("Engaged. Runs stop before their next batch."),
  ).toBeVisible();
  await expectAccessible(page);

  await change("fulfillmentAdministrator");
  await expect(page.getByText("The kill switch of all jobs is engaged")).toBeVisible();
  await startFromPreview(page);
  await expect(
    page.getByText(/cannot start: the kill switch of all jobs is engaged/),
  ).toBeVisible();

  await change("generalSystemAdministrator");
  await page.goto("/monitor-jobs/safety");
  await all.getByRole("button", { name: "Release: All jobs" }).click();
  const question = page.getByRole("alertdialog", { name: "Let jobs run again?" });
  await question.getByRole("button", { name: "Keep it engaged" }).click();
  await expect(all.getByRole("button", { name: "Release: All jobs" })).toBeFocused();
  await all.getByRole("button", { name: "Release: All jobs" }).click();
  await question.getByRole("button", { name: "Release the kill switch" }).click();
  await expect(all.getByText("Not engaged")).toBeVisible();
  await expect(
    all.getByText("Released. What it paused stays paused until somebody resumes it."),
  ).toBeVisible();

  await change("fulfillmentAdministrator");
  await startFromPreview(page);
  await expect(
    page.getByText("You asked for this run. Another person has to approve it."),
  ).toBeVisible();

  await change("generalSystemAdministrator");
  await page.getByRole("link", { name: "Look at it" }).click();
  await expectAccessible(page);
  const number = page.getByLabel(/^Type [\d,]+ to approve/);
  await number.fill("1");
  await page.getByRole("button", { name: "Approve and start" }).click();
  await expect(
    page.getByRole("alert").filter({ hasText: /^Type [\d,]+ to approve/ }),
  ).toBeVisible();
  const label = await page.getByText(/^Type [\d,]+ to approve$/).textContent();
  await number.fill(/[\d,]+/.exec(label ?? "")?.[0] ?? "");
  await page.getByRole("button", { name: "Approve and start" }).click();
  await expect(page.getByText("Completed successfully")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("Approved by")).toBeVisible();

  await library.ask(`INSERT INTO console.job_runs (job, status, submitted_via, cut_off, time_zone, frozen)
    SELECT job, 'paused', 'commandLine', cut_off, time_zone, frozen FROM console.job_runs WHERE job = 'anonymization' ORDER BY id DESC LIMIT 1`);
  await page.goto("/monitor-jobs/running");
  await page.getByRole("button", { name: /^Resume Fulfillment/ }).click();
  await expect(page.getByText("Completed with no records")).toBeVisible({ timeout: 60_000 });

  await page.goto("/monitor-jobs/safety");
  await page.getByLabel("Second person above").fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Limits saved.")).toBeVisible();
});
