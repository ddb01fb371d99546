import { expect, test } from "./fixtures.ts";

const rules = "/fulfillment-jobs/rules/fees";

test("rules are added, moved and disabled by keyboard alone", async ({ page, signIn }) => {
  test.setTimeout(120_000);
  await signIn("fulfillmentAdministrator");
  for (const [name, days] of [
    ["First", "10"],
    ["Second", "20"],
  ] as const) {
    await page.goto(`${rules}/add`);
    await page.getByLabel("Name").focus();
    await page.keyboard.type(name);
    await page.getByRole("button", { name: /add .*parameter/i }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Days since ended" }).focus();
    await page.keyboard.type(days);
    await page.getByLabel("Anonymize", { exact: true }).focus();
    await page.keyboard.type("True");
    await page.getByRole("button", { name: "Save" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  }
  const order = () => page.getByRole("row").getByRole("rowheader").allTextContents();
  await expect.poll(order).toEqual(["First", "Second", "Default rule"]);

  const up = page.getByRole("button", { name: "Move Second up" });
  await up.focus();
  await page.keyboard.press("Enter");
  await expect.poll(order).toEqual(["Second", "First", "Default rule"]);
  await expect(up).toBeFocused();

  const enabled = page.getByRole("switch", { name: "Enabled: First" });
  await enabled.focus();
  await page.keyboard.press("Space");
  await expect(enabled).toHaveAttribute("aria-checked", "false");

  const actions = page.getByRole("button", { name: "Actions of Second" });
  for (const answer of ["Keep it", "Delete the rule"]) {
    await actions.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Delete …" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: answer }).focus();
    await page.keyboard.press("Enter");
    if (answer === "Keep it") await expect(actions).toBeFocused();
  }
  await expect.poll(order).toEqual(["First", "Default rule"]);
  await expect(page.getByRole("row", { name: "First" }).locator(":focus")).toHaveCount(1);
});

test("the second of two who save the same screen is told, and loses nothing", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("fulfillmentAdministrator");
  await page.goto("/fulfillment-jobs");
  await library.ask(
    "UPDATE console.anonymization_families SET version = version + 1, notes = NOT notes",
  );
  const requests = page.getByLabel("Anonymize requests", { exact: true });
  const notes = page.getByLabel("Anonymize request notes");
  const stood = await notes.isChecked();
  await requests.check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/somebody else/)).toBeVisible();
  await expect(requests).toBeChecked();

  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: /See what is saved now/ }).click();
  const saved = await opened;
  await expect(saved.getByLabel("Anonymize request notes")).toBeChecked({ checked: !stood });
  await saved.close();

  await page.getByRole("button", { name: "Take note of the change" }).click();
  await expect(async () => {
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(requests).toBeChecked();
});

test("a row's button that somebody overtook shows what is saved now, and speaks of nothing entered", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("fulfillmentAdministrator");
  await library.ask(`WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize)
      SELECT 'fees', 1 + coalesce(max(position), 0), 'Mine', true FROM console.anonymization_rules WHERE family = 'fees' RETURNING id)
    INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number)
      SELECT id, 1, 'daysSinceEnded', '>', 90 FROM rule`);
  await page.goto(rules);
  const switchOf = (name: string) => page.getByRole("switch", { name: `Enabled: ${name}` });
  await expect(switchOf("Mine")).toBeVisible();
  await library.ask(`UPDATE console.anonymization_rules SET name = 'Theirs' WHERE name = 'Mine';
    UPDATE console.anonymization_families SET version = version + 1 WHERE family = 'fees'`);
  await switchOf("Mine").click();
  await expect(page.getByText(/were changed by somebody else meanwhile/)).toBeVisible();
  await expect(page.getByText(/you entered|Save again|Saving again/)).toHaveCount(0);
  await page.getByRole("button", { name: "Show what is saved now" }).click();
  await expect(page.getByText("This is what is saved now. Choose again.")).toBeVisible();
  await switchOf("Theirs").click();
  await expect(switchOf("Theirs")).toHaveAttribute("aria-checked", "false");
});

test("the settings form saves without JavaScript", async ({ browser, page, library, signIn }) => {
  await signIn("fulfillmentAdministrator");
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const form = await plain.newPage();
  await form.goto("/fulfillment-jobs");
  await form.getByLabel("Anonymize request notes").check();
  await form.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(() =>
      library.ask("SELECT notes FROM console.anonymization_families WHERE family = 'requests'"),
    )
    .toEqual([{ notes: true }]);
  await plain.close();
});

test("Run now while a run is active is refused in a sentence", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/monitor-jobs");
  const [{ id } = { id: 0 }] = await library.ask<{ id: number }>(
    `INSERT INTO console.job_runs (job, status, submitted_via, cut_off, time_zone, frozen, started_at)
     VALUES ('anonymization', 'paused', 'api', current_date, 'UTC', '{}', now()) RETURNING id::int`,
  );
  const answer = await page.request.post("/api/job-runs", {
    data: { job: "anonymization" },
    headers: { origin: new URL(page.url()).origin, "sec-fetch-site": "same-origin" },
  });
  expect(answer.status()).toBe(409);
  expect(await answer.json()).toEqual({ error: expect.stringContaining("already running") });
  await library.ask("UPDATE console.job_runs SET status = 'aborting' WHERE id = $1", [id]);
  await library.ask(
    "UPDATE console.job_runs SET status = 'aborted', ended_at = now() WHERE id = $1",
    [id],
  );
});
