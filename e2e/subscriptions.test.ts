import { expect, expectAccessible, test } from "./fixtures.ts";

const reader = "privacy.officer@example.org";

test.afterAll(({ library }) =>
  library.ask(
    "DELETE FROM console.job_subscriptions; DELETE FROM console.outbox; UPDATE console.mail_settings SET host = NULL",
  ),
);

test("who subscribes to a job finds a mail of its run in the outbox, and can send again what has no known end", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("generalSystemAdministrator");
  await page.goto("/monitor-jobs");
  await page.getByRole("link", { name: /^Subscriptions: Letters/ }).click();
  await expect(page.getByText("Nobody is told.")).toBeVisible();
  await page.getByLabel("E-mail").fill("no address");
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByText("Enter an e-mail address")).toBeVisible();
  await page.getByLabel("E-mail").fill(reader);
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByText(`${reader} is told when a run has ended.`)).toBeVisible();
  await expect(page.getByRole("rowheader", { name: reader })).toBeVisible();
  await expectAccessible(page);

  await library.lethe("run", "letters-purge", "--wait", "--yes");
  await page.goto("/monitor-jobs/outbox");
  const mail = page.getByRole("row").filter({ hasText: reader });
  await expect(mail.getByText("Read here")).toBeVisible();
  await mail.locator("summary").click();
  await expect(mail.getByText("This address is subscribed to the job.")).toBeVisible();
  await expectAccessible(page);

  await library.ask(
    "UPDATE console.outbox SET attempts = 1, attempted_at = now() - interval '1 hour'",
  );
  await library.ask(
    "UPDATE console.mail_settings SET host = '127.0.0.1', port = 9, sender = 'lethe@example.org'",
  );
  await page.reload();
  await expect(mail.getByText("Not known")).toBeVisible();
  await mail.getByRole("button", { name: `Send again to ${reader}` }).click();
  await expect(page.getByText("It is sent again within a few seconds.")).toBeVisible();
  await expect(mail.getByText("Not known")).toHaveCount(0);
  await expect(async () => {
    await page.reload();
    await expect(mail.getByText("cannot be reached")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
});

test("everyone subscribes their own address, and others' only with the job's screen", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("auditor");
  await page.goto("/monitor-jobs/subscriptions/anonymization");
  await expect(page.getByLabel("E-mail")).toHaveValue("auditor@example.org");
  await expect(page.getByLabel("E-mail")).not.toBeEditable();
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByRole("rowheader", { name: "auditor@example.org" })).toBeVisible();
  await page.getByRole("button", { name: "Remove auditor@example.org" }).click();
  await expect(page.getByText("Nobody is told.")).toBeVisible();
  expect(
    await library.ask("SELECT FROM console.job_subscriptions WHERE job = 'anonymization'"),
  ).toEqual([]);
});

test("mail settings are saved, and a server without a sender is refused in its place", async ({
  page,
  library,
  signIn,
}) => {
  await library.ask("UPDATE console.mail_settings SET host = NULL, sender = NULL");
  await signIn("generalSystemAdministrator");
  await page.goto("/mail-settings");
  await page.getByLabel("Mail server (SMTP)").fill("smtp.example.org");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A mail needs a sender.").first()).toBeVisible();
  await page.getByLabel("Sender").fill("Library@Example.org");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  expect(await library.ask("SELECT host, sender FROM console.mail_settings")).toEqual([
    { host: "smtp.example.org", sender: "library@example.org" },
  ]);
  await library.ask("UPDATE console.mail_settings SET host = NULL, sender = NULL");
});

test("a schedule by cron is edited, and its next run shown in the library's zone", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("letterAdministrator");
  await page.goto("/monitor-jobs/schedules/letters-purge");
  await page.getByLabel("Schedule", { exact: true }).selectOption("Cron, for experts");
  const expression = page.getByLabel("Cron expression");
  await expression.fill("61 2 * * *");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("is not a cron expression that ever comes true")).toBeVisible();
  await expression.fill("15 4 * * 1-5");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Schedule saved.")).toBeVisible();
  await page.goto("/monitor-jobs");
  await expect(page.getByText("By the cron expression 15 4 * * 1-5")).toBeVisible();
  await library.ask(
    "UPDATE console.schedules SET every = 'week', weekday = 7, at = '03:00', cron = NULL, active = false, next_run_at = NULL WHERE job = 'letters-purge'",
  );
});

test("a schedule's switch that is pressed again while it is under way switches once", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("letterAdministrator");
  await page.goto("/monitor-jobs");
  let posts = 0;
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/\/monitor-jobs$/, async (route) => {
    if (route.request().method() === "POST") {
      posts++;
      await answered;
    }
    await route.continue();
  });
  const active = page.getByRole("switch", { name: "Active: Letters Purge with Retention" });
  await expect(active).not.toBeChecked();
  await active.press("Space");
  await expect(active).toBeDisabled();
  await active.press("Space");
  await active.press("Enter");
  answer();
  await expect(active).toBeChecked();
  await expect(active).toBeEnabled();
  await expect(active).toBeFocused();
  await expect(page.getByRole("region", { name: /Notifications/ })).not.toContainText("changed by");
  expect(posts).toBe(1);
  await library.ask(
    "UPDATE console.schedules SET active = false, next_run_at = NULL WHERE job = 'letters-purge'",
  );
});
