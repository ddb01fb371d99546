import { expect, test } from "./fixtures.ts";

test("a link does not lose what was changed on a settings form without asking", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/fulfillment-jobs");
  const menu = page.getByRole("link", { name: "Statistics" });
  const box = page.getByLabel("Anonymize requests", { exact: true });
  const isTicked = await box.isChecked();
  await box.click();

  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await menu.focus();
  await page.keyboard.press("Enter");
  await expect(question.getByRole("button", { name: "Stay on this page" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(menu).toBeFocused();
  await expect(box).toBeChecked({ checked: !isTicked });

  await menu.click();
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Statistics" })).toBeVisible();
  const [saved] = await library.ask<{ records: boolean }>(
    "SELECT records FROM console.anonymization_families WHERE family = 'requests'",
  );
  expect(saved).toEqual({ records: isTicked });
});

test("nor does the search over screens", async ({ page, signIn }) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/institution");
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await name.fill("A name that nobody saved");
  const search = async () => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search screens and settings" }).fill("Statistics");
    await page.keyboard.press("Enter");
  };
  await search();
  await page.getByRole("button", { name: "Stay on this page" }).click();
  await expect(name).toHaveValue("A name that nobody saved");
  await search();
  await page.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Statistics" })).toBeVisible();
});

test("a save that gets no answer says so, and the form keeps what was entered", async ({
  page,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/institution");
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await name.fill("A name for later");
  await page.route("**/institution", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Lethe did not answer" })).toBeVisible();
  await expect(name).toHaveValue("A name for later");
  await page.unroute("**/institution");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
});

test("neither does the browser's Back", async ({ page, signIn }) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/");
  await page.getByRole("navigation").getByRole("link", { name: "Institution" }).click();
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await name.fill("A name that nobody saved");
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await page.evaluate(() => history.back());
  await question.getByRole("button", { name: "Stay on this page" }).click();
  await expect(name).toHaveValue("A name that nobody saved");
  await page.evaluate(() => history.back());
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

test("Back asks once, however many forms of the page are unsaved", async ({ page, signIn }) => {
  await signIn("generalSystemAdministrator");
  await page.getByRole("navigation").getByRole("link", { name: "Monitor Jobs" }).click();
  await page.getByRole("link", { name: "Safety" }).click();
  const reason = page.getByRole("region", { name: "Kill switch: All jobs" }).getByLabel("Reason");
  await reason.fill("Not engaged yet");
  const limit = page.getByLabel("Second person above");
  await limit.fill("99");
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await page.evaluate(() => history.back());
  await question.getByRole("button", { name: "Stay on this page" }).click();
  await expect(question).toHaveCount(0);
  await expect(reason).toHaveValue("Not engaged yet");
  await page.evaluate(() => history.back());
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await expect(limit).toHaveCount(0);
  await expect(question).toHaveCount(0);
});

test("nothing is asked where nothing was changed, and no more once it is saved", async ({
  page,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/institution");
  await page.getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.goto("/institution");
  await page.getByLabel("Name").fill("A library of another name");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

test("what was taken out of a rule or a query counts as a change, and a search asks too", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/fulfillment-jobs/rules/requests/add");
  await page.getByRole("button", { name: /add .*parameter/i }).click();
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();

  const [set] = await library.ask<{ id: number }>(
    `INSERT INTO patron.sets (name, kind, query, owner_id) SELECT 'Two conditions', 'logical',
       '{"version":1,"match":"all","conditions":[{"field":"status","operator":"in","value":["active"]},{"field":"noteText","operator":"contains","value":"bus"}]}', id
     FROM console.staff WHERE email = 'generalsystemadministrator@example.org' RETURNING id`,
  );
  await page.goto(`/sets/${set?.id}/query`);
  await page.getByRole("button", { name: "Remove the condition on Note text" }).click();
  await page.getByRole("link", { name: "Cancel" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Two conditions" })).toBeVisible();
  await library.ask("DELETE FROM patron.sets WHERE id = $1", [set?.id]);

  await page.goto("/letters?search=FulLoanReceiptLetter");
  await page.getByLabel(/^Retention Period of/).fill("45");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByRole("button", { name: "Stay on this page" }).click();
  await expect(page.getByLabel(/^Retention Period of/)).toHaveValue("45");
});

test("another time zone says what it moves before it does", async ({ page, library, signIn }) => {
  await signIn("generalSystemAdministrator");
  await library.ask("UPDATE console.institution SET time_zone = 'UTC'");
  const zone = async () =>
    (await library.ask<{ zone: string }>("SELECT time_zone AS zone FROM console.institution"))[0]
      ?.zone;
  await page.goto("/institution");
  await page.getByLabel("Time zone").fill("Pacific/Auckland");
  await page.getByRole("button", { name: "Save" }).click();
  const question = page.getByRole("alertdialog", { name: "Count days in Pacific/Auckland?" });
  await expect(
    question.getByText(/linked records? and .* would move to another day/),
  ).toBeVisible();
  await question.getByRole("button", { name: "Keep the zone" }).click();
  expect(await zone()).toBe("UTC");
  await page.getByRole("button", { name: "Save" }).click();
  await question.getByRole("button", { name: "Save and move the days" }).click();
  await expect(page.getByText(/Days are now days in Pacific\/Auckland/)).toBeVisible();
  expect(await zone()).toBe("Pacific/Auckland");

  await page.route("**/api/institution/zone-change?*", (route) => route.abort());
  await page.getByLabel("Time zone").fill("Europe/Zurich");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/How many would move is not known\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Save and move the days" }).click();
  await expect(page.getByText(/Days are now days in Europe\/Zurich/)).toBeVisible();
  await library.ask("UPDATE console.institution SET time_zone = 'UTC'");
});

test("a form that adds keeps what was refused, and is empty for the next one once it has added", async ({
  page,
  library,
  signIn,
}) => {
  await library.lethe("import", "public/examples");
  const [user, other] = await library.ask<{ id: string; primary: string }>(
    'SELECT id::text, primary_id AS "primary" FROM patron.users WHERE deleted_on IS NULL ORDER BY id LIMIT 2',
  );
  await library.ask("DELETE FROM patron.user_proxies");
  await signIn("userAdministrator");
  await page.goto(`/users/${user?.id}/proxies`);
  const proxy = page.getByLabel("Primary ID of the proxy");
  await page.getByRole("button", { name: "Add the Proxy" }).click();
  await expect(proxy).toBeFocused();
  await expect(proxy).toHaveAttribute("aria-invalid", "true");
  await proxy.fill("nobody has this ID");
  await page.getByRole("button", { name: "Add the Proxy" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\.$/ }).first()).toBeVisible();
  await expect(proxy).toHaveValue("nobody has this ID");
  await proxy.fill(other?.primary ?? "");
  await page.getByRole("button", { name: "Add the Proxy" }).click();
  await expect(page.getByRole("cell", { name: other?.primary, exact: true })).toBeVisible();
  await expect(proxy).toHaveValue("");

  // What is typed while the answer is under way is of the next one.
  await library.ask("DELETE FROM patron.user_proxies");
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/proxies", async (route) => {
    if (route.request().method() === "POST") await answered;
    await route.continue();
  });
  await page.reload();
  await proxy.fill(other?.primary ?? "");
  await page.getByRole("button", { name: "Add the Proxy" }).click();
  await proxy.fill("the next one");
  answer();
  await expect(page.getByRole("cell", { name: other?.primary, exact: true })).toBeVisible();
  await expect(proxy).toHaveValue("the next one");
  await proxy.fill("");
  await page.reload();
  await page.getByRole("navigation").getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

test("a search that is refused keeps its conditions, and leads to what it lacks", async ({
  page,
  signIn,
}) => {
  await signIn("userManager");
  await page.goto("/users/advanced");
  const field = page.getByLabel("Field", { exact: true });
  const value = page.getByLabel("Value of Note text");
  // What is chosen before the page's script is there is not heard.
  await expect(async () => {
    await field.selectOption("Note text");
    await expect(value).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const operator = page.getByLabel("Operator of Note text");
  await operator.selectOption("does not contain");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(value).toBeFocused();
  await expect(value).toHaveAttribute("aria-invalid", "true");
  await expect(field.locator("option:checked")).toHaveText("Note text");
  await expect(operator.locator("option:checked")).toHaveText("does not contain");
});
