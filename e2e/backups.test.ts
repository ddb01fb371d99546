import { expect, test } from "./fixtures.ts";

test.afterEach(({ library }) =>
  library.ask(`UPDATE console.run_limits SET backup_warn_hours = 48, backup_required = false;
    UPDATE console.schedules SET missed_within_hours = NULL; DELETE FROM console.verified_backup`),
);

test("nobody starts what removes while the last verified backup is too old, until the backup tool tells of another", async ({
  page,
  library,
  signIn,
}) => {
  await library.ask("DELETE FROM console.verified_backup");
  await signIn("generalSystemAdministrator");
  await page.goto("/monitor-jobs/safety");
  await expect(page.getByText("No verified backup is known.")).toBeVisible();
  await library.lethe("backup", "verified", "--at", "2026-01-05T03:10:00Z");
  const hours = page.getByLabel("Warn of a verified backup older than, in hours");
  await page.getByLabel("Start nothing that removes without such a backup").check();
  await hours.fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("unless you say how old it may be")).toBeVisible();
  await hours.fill("24");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Limits saved.")).toBeVisible();

  const forbidden =
    /^The last verified backup was made on 5 Jan 2026, .+, more than 24 hours ago\./;
  await page.goto("/");
  await expect(page.getByText(forbidden).first()).toBeVisible();
  await library.lethe("backup", "verified", "--at", new Date().toISOString());
  await page.reload();
  await expect(page.getByText(forbidden)).toHaveCount(0);
});

test("what becomes of a missed time is chosen with the schedule", async ({ page, signIn }) => {
  await signIn("letterAdministrator");
  await page.goto("/monitor-jobs/schedules/letters-purge");
  const missed = page.getByLabel("If its time was missed");
  await expect(missed).toHaveValue("always");
  await missed.selectOption("Run once, unless it is too late");
  const hours = page.getByLabel("At most so many hours late");
  await hours.fill("none");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Enter whole hours, from 1 to 8,760.").first()).toBeVisible();
  await hours.fill("12");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Schedule saved.")).toBeVisible();
  await page.reload();
  await expect(hours).toHaveValue("12");
});
