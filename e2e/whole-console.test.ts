import { expect, expectAccessible, test, type Library } from "./fixtures.ts";
import { openedScreens } from "./screens.ts";

/** As a fresh installation has them, whatever the stories before set. */
const untouched = `
  UPDATE console.schedules SET active = false, next_run_at = NULL;
  UPDATE console.anonymization_families SET records = false, notes = false, default_anonymize = false;
  DELETE FROM console.anonymization_rules;
  UPDATE console.letter_types SET retention_days = NULL;
  DELETE FROM console.purge_jobs`;

test("the Set-up Guide leads from nothing to three clocks that run, and Overview says how far one is", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(120_000);
  await library.lethe("import", "public/examples");
  await library.ask(untouched);
  await signIn("generalSystemAdministrator");
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "Set-up Guide" }).click();
  const step = (name: string) => page.getByRole("listitem").filter({ hasText: name });
  await expect(step("Import users and records").getByText("Done", { exact: true })).toBeVisible();
  for (const clock of ["First clock", "Second clock", "Third clock"]) {
    await expect(step(clock).getByText("To do")).toBeVisible();
    await step(clock).getByRole("button", { name: "Start as recommended" }).click();
    await expect(step(clock).getByText("Done", { exact: true })).toBeVisible();
  }
  await expectAccessible(page);

  await page.goto("/institution");
  await page.getByLabel("Name").fill("Library of the guide");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.goto("/set-up-guide");
  await expect(page.getByText("Everything is set up.")).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(main.getByRole("link", { name: "Set-up Guide" })).toHaveCount(0);
  const rules = await library.ask("SELECT family FROM console.anonymization_rules");
  expect(rules).toHaveLength(4);
});

test("what opens from a row is accessible too: users and all their tabs, sets, holds, runs, purges", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(600_000);
  await signIn("generalSystemAdministrator");
  await page.goto("/sets/add");
  await page.getByLabel("Name").fill("Seen by everybody");
  await page.getByRole("button", { name: "Add the Set" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Seen by everybody" })).toBeVisible();
  await page.goto("/legal-holds/add");
  await page
    .getByLabel("Person")
    .fill(`ID ${await first(library, "patron.users WHERE deleted_on IS NULL")}`);
  await page.getByLabel("Reason").fill("Claim 1");
  await page.getByLabel("Owner").fill("Legal Department");
  await page.getByLabel("Review date").fill("2999-01-01");
  await page.getByRole("button", { name: "Place the Hold" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Hold \d+/ })).toBeVisible();
  const { confirm } = await library.lethe<{ confirm: number }>("preview", "anonymization");
  await library.lethe("run", "anonymization", "--wait", "--yes", "--confirm", String(confirm));

  const opening = await openedScreens(library);
  // Fourteen tabs of a user, and one of each of the others.
  expect(opening).toHaveLength(20);
  for (const opened of [...opening, "/monitor-jobs/history", "/statistics?by=month"]) {
    await page.goto(opened);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await expectAccessible(page);
  }
});

async function first(library: Library, table: string): Promise<string> {
  const [row] = await library.ask<{ id: string }>(
    `SELECT id::text FROM ${table} ORDER BY id LIMIT 1`,
  );
  if (!row) throw new Error(`${table} is empty`);
  return row.id;
}

test("compact tables have shorter rows, and are still so after the page is opened again", async ({
  page,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/letters/counts");
  const height = () =>
    page
      .locator("main tbody tr")
      .first()
      .evaluate((row) => row.getBoundingClientRect().height);
  const comfortable = await height();
  await page.getByText("Display", { exact: true }).click();
  await page.getByLabel("Tables").selectOption("Compact");
  expect(await height()).toBeLessThan(comfortable);
  await page.reload();
  await page.getByText("Display", { exact: true }).click();
  await expect(page.getByLabel("Tables")).toHaveValue("compact");
  expect(await height()).toBeLessThan(comfortable);
  await page.getByLabel("Tables").selectOption("Comfortable");
});

test("nothing moves for whoever asked for reduced motion, and forced colours leave the choice visible", async ({
  page,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active" });
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element);
        return [transitionDuration, animationDuration].some((time) => Number.parseFloat(time) > 0);
      }).length,
  );
  expect(moving).toBe(0);
  const here = page.getByRole("navigation", { name: "Main" }).locator("[aria-current=page]");
  expect(await here.evaluate((link) => getComputedStyle(link).outlineStyle)).toBe("solid");
});

test("the menu's foot is there on a low window, and all of the menu can be reached", async ({
  page,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.setViewportSize({ width: 1280, height: 700 });
  await expect(page.getByRole("button", { name: "Sign out" })).toBeInViewport({ ratio: 1 });
  const last = page.getByRole("navigation", { name: "Main" }).getByRole("link").last();
  await last.focus();
  await expect(last).toBeInViewport({ ratio: 1 });
});

test("on paper a setting is there with its value, and who printed it is not", async ({
  page,
  signIn,
}) => {
  await signIn("letterAdministrator");
  await page.goto("/letters?search=FulLoanReceiptLetter");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("switch", { name: /^Enabled/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Set for the selected types" })).toBeHidden();
  await expect(page.getByText("letteradministrator@example.org")).toBeHidden();
});
