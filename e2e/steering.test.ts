import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Library } from "./fixtures.ts";
import {
  addPurgeJob,
  anonymizeFromPreview,
  importFiles,
  makeLoansToGo,
  startRun,
} from "./steps.ts";

/** A worker has to take the run up first. */
const soon = { timeout: 60_000 };

test.afterEach(({ library }) =>
  library.ask(`UPDATE console.run_limits SET share_percent = 25, share_of_one_percent = NULL, share_of_one_from = 100, most_of_one = NULL, rest_from = NULL, rest_until = NULL;
    UPDATE console.schedules SET active = false, next_run_at = NULL WHERE job = 'anonymization'`),
);

const badge = (page: Page, status: string) => page.getByText(status, { exact: true });
const linksLeft = (library: Library, prefix: string) =>
  library.ask("SELECT FROM patron.loan_links WHERE source_number LIKE $1", [`${prefix}%`]);

async function saveLimits(page: Page, limits: Record<string, string>) {
  await page.goto("/monitor-jobs/safety");
  for (const [label, value] of Object.entries(limits)) await page.getByLabel(label).fill(value);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Limits saved.")).toBeVisible();
}

type Written = "DELETE ON patron.loan_links" | "UPDATE OR DELETE ON patron.users";

/** The first batch that writes this is at work when it has `begun`, and does not come to its end until `meanwhile` is done. */
async function duringABatch(
  library: Library,
  written: Written,
  meanwhile: (begun: () => Promise<void>) => Promise<void>,
) {
  const inBatch = 771;
  await library.ask(`CREATE TABLE public.hold AS SELECT true AS held;
    CREATE FUNCTION public.wait() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(${inBatch});
        WHILE (SELECT held FROM public.hold) LOOP PERFORM pg_sleep(0.05); END LOOP;
        RETURN NULL;
      END $$;
    CREATE TRIGGER wait BEFORE ${written} EXECUTE FUNCTION public.wait()`);
  const batches = () =>
    library.ask("SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = $1", [inBatch]);
  try {
    await meanwhile(() =>
      expect.poll(async () => (await batches()).length, soon).toBeGreaterThan(0),
    );
  } finally {
    await library.ask("UPDATE public.hold SET held = false");
    await library.ask("DROP FUNCTION public.wait() CASCADE; DROP TABLE public.hold");
  }
}

test("a run that is paused in the middle of a batch commits that batch, and goes on when it is resumed", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(180_000);
  await makeLoansToGo(library, "PAUSE", 30);
  await signIn("fulfillmentAdministrator");
  await page.goto("/fulfillment-jobs/preview");
  const row = page.getByRole("row").filter({ hasText: "Handle Historical Archiving" });
  await duringABatch(library, "DELETE ON patron.loan_links", async (begun) => {
    await anonymizeFromPreview(page);
    await begun();
    await page.goto("/monitor-jobs/running");
    await row.getByRole("button", { name: /^Pause Fulfillment/ }).click();
    await expect(page.getByText("Pause asked for. A batch at work is finished")).toBeVisible();
    await expect(row.getByText("Pausing", { exact: true })).toBeVisible();
    expect(await linksLeft(library, "PAUSE")).toHaveLength(30);
  });
  await expect(row.getByText("Paused", { exact: true })).toBeVisible(soon);
  await expectAccessible(page);

  await page.goto("/");
  await page
    .getByText(/^A run of Fulfillment .* is paused\. Until somebody resumes or aborts it/)
    .getByRole("link", { name: "Its report" })
    .click();
  await expect(badge(page, "Paused")).toBeVisible();
  await page.getByRole("button", { name: /^Resume Fulfillment/ }).click();
  await expect(page.getByText("The run goes on where it stood.")).toBeVisible();
  await expect(badge(page, "Completed successfully")).toBeVisible(soon);
  await expect(page.getByText("Pause asked for.", { exact: true })).toBeVisible();
  await expect(page.getByText("Resumed.", { exact: true })).toBeVisible();
  expect(await linksLeft(library, "PAUSE")).toHaveLength(0);
});

test("a scheduled run that would take too much is stopped by its brake, and goes with the number of its preview", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(180_000);
  await makeLoansToGo(library, "BRAKE", 30);
  await signIn("generalSystemAdministrator");
  await saveLimits(page, {
    "Share of all, in percent": "1",
    "Share of one library or user group, in percent": "1",
    "One library or user group counts from": "30",
    "Most records or users of one library or user group": "1",
  });
  await page.goto("/monitor-jobs");
  const active = page.getByRole("switch", { name: /^Active: Fulfillment/ });
  await active.click();
  await expect(active).toBeChecked();
  await page.goto("/monitor-jobs/running");
  await library.ask("UPDATE console.schedules SET next_run_at = now() WHERE job = 'anonymization'");

  const stopped = page.getByRole("row").filter({ hasText: "Stopped by brake" });
  await expect(stopped).toContainText("Schedule", soon);
  await stopped.getByRole("link").click();
  await expect(
    page.getByText(/more than 1 % of all\..* Nothing was removed\./).first(),
  ).toBeVisible();
  expect(await linksLeft(library, "BRAKE")).toHaveLength(30);
  const ofOne =
    /More than 1 % of the finished records of one library or user group would be anonymized: .* More than 1 finished record of one library or user group would be anonymized: [\d,]+ of [\d,]+ of/;
  await expect(page.getByText(ofOne).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Look at the preview as it is now" }).click();
  await expect(
    page.getByRole("heading", { name: "Preview of the Anonymization Job" }),
  ).toBeVisible();
  await expect(page.getByText(ofOne)).toBeVisible(soon);
  await anonymizeFromPreview(page);
  await expect(badge(page, "Completed successfully")).toBeVisible(soon);
  expect(await linksLeft(library, "BRAKE")).toHaveLength(0);
});

/** Three of a group of their own, whose purge date has come. */
const importLeavers = (library: Library, group: string) =>
  importFiles(library, {
    "users.csv": [
      "primary_id,last_name,user_group,purge_date",
      ...[1, 2, 3].map((n) => `${group}-${n},Leaver,${group},2026-01-31`),
    ],
  });
const leaversLeft = (library: Library, group: string) =>
  library.ask("SELECT FROM patron.users WHERE primary_id LIKE $1 AND status = 'active'", [
    `${group}-%`,
  ]);

async function startPurge(page: Page, group: string) {
  await page.goto("/purge-user-records");
  await page.getByRole("button", { name: "Add a Job" }).click();
  await addPurgeJob(page, group, "0");
  await page.getByRole("link", { name: `Public users of ${group}, past their purge date` }).click();
  await startRun(page, { deed: "Purge 3 users", otherwise: "Keep everybody", number: 3 });
}

test("a purge that is paused in the middle of a batch commits that batch, and is completed when it is resumed", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(180_000);
  await importLeavers(library, "HALFWAY");
  await signIn("userAdministrator");
  await duringABatch(library, "UPDATE OR DELETE ON patron.users", async (begun) => {
    await startPurge(page, "HALFWAY");
    await expect(badge(page, "Running")).toBeVisible(soon);
    await begun();
    await page.getByRole("button", { name: /^Pause Purge/ }).click();
    await expect(badge(page, "Pausing")).toBeVisible();
    expect(await leaversLeft(library, "HALFWAY")).toHaveLength(3);
  });
  await expect(badge(page, "Paused")).toBeVisible(soon);
  expect(await leaversLeft(library, "HALFWAY")).toHaveLength(0);
  await page.getByRole("button", { name: /^Resume Purge/ }).click();
  await expect(badge(page, "Completed successfully")).toBeVisible(soon);
  await expect(page.getByText("3 users were purged.")).toBeVisible();
});

test("a purge that waits for the library's hours to end is aborted, and nobody is purged", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(180_000);
  await importLeavers(library, "ABORT");
  const [hours] = await library.ask<{ from: string; until: string }>(`
    SELECT to_char(local - interval '1 hour', 'HH24:MI') AS from, to_char(local + interval '2 hours', 'HH24:MI') AS until
    FROM (SELECT now() AT TIME ZONE time_zone AS local FROM console.institution) AS clock`);
  await signIn("generalSystemAdministrator");
  await saveLimits(page, {
    "No batch begins from": hours?.from ?? "",
    "No batch begins until": hours?.until ?? "",
  });
  await startPurge(page, "ABORT");
  await expect(
    page.getByText(`Waits for the library's hours, until ${hours?.until}. It goes on by itself.`),
  ).toBeVisible(soon);

  const abort = page.getByRole("button", { name: /^Abort Purge/ });
  await abort.click();
  const question = page.getByRole("alertdialog", { name: "Abort this run?" });
  await expect(question).toContainText("Nothing has been removed so far.");
  await question.getByRole("button", { name: "Let it run" }).click();
  await expect(badge(page, "Running")).toBeVisible();
  await abort.click();
  await question.getByRole("button", { name: "Abort the run" }).click();
  await expect(badge(page, "Aborted by user")).toBeVisible(soon);
  await expect(page.getByText("Nothing was removed.")).toBeVisible();
  expect(await leaversLeft(library, "ABORT")).toHaveLength(3);
});
