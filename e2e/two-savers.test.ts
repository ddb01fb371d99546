import type { Page } from "@playwright/test";
import { expect, test, type Library } from "./fixtures.ts";

const toldOf = (page: Page) => page.getByRole("alert").filter({ hasText: "meanwhile" });

/** Somebody of the examples, for whom the page is opened. */
async function openSomebody(page: Page, library: Library): Promise<number> {
  await library.lethe("import", "public/examples");
  const [user] = await library.ask<{ id: number }>(
    "SELECT id::int FROM patron.users WHERE status <> 'deleted' ORDER BY id LIMIT 1",
  );
  if (!user) throw new Error("there is nobody");
  await library.ask("DELETE FROM patron.user_roles WHERE user_id = $1", [user.id]);
  await page.goto(`/users/${user.id}`);
  return user.id;
}

test("what a page reads anew meanwhile lets nobody save over it unsaid", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/monitor-jobs/safety");
  const margin = page.getByLabel("Margin, in percent");
  await margin.fill("7");
  await library.ask("UPDATE console.run_limits SET margin_percent = 8, version = version + 1");
  const letters = page.getByRole("region", { name: "Kill switch: Letters Purge with Retention" });
  await letters.getByLabel("Reason").fill("A trial");
  await letters
    .getByRole("button", { name: "Stop this job: Letters Purge with Retention" })
    .click();
  await expect(letters.getByText("Engaged. Runs stop before their next batch.")).toBeVisible();
  await expect(margin).toHaveValue("7");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(toldOf(page)).toBeVisible();
  await page.getByRole("button", { name: "Take note of the change" }).click();
  await expect(page.getByText("Noted. Save again")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Limits saved.")).toBeVisible();
  await expect(margin).toHaveValue("7");

  // Nothing is changed now: the fields follow.
  await library.ask("UPDATE console.run_limits SET margin_percent = 10, version = version + 1");
  await letters.getByRole("button", { name: /^Release/ }).click();
  await page.getByRole("button", { name: "Release the kill switch" }).click();
  await expect(letters.getByText("Released.")).toBeVisible();
  await expect(margin).toHaveValue("10");
});

test("a user's fields keep what is typed while the page is read anew, and the second saver is told", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("userAdministrator");
  const id = await openSomebody(page, library);
  const campus = page.getByLabel("Campus", { exact: true });
  const title = page.getByLabel("Title", { exact: true });
  await campus.fill("TYPED");
  await library.ask("UPDATE patron.users SET title = 'Theirs' WHERE id = $1", [id]);
  await page.getByLabel("Role", { exact: true }).fill("300");
  await page.getByRole("button", { name: "Add the Role" }).click();
  await expect(title).toHaveValue("Theirs");
  await expect(campus).toHaveValue("TYPED");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(toldOf(page)).toBeVisible();
  await page.getByRole("button", { name: "Take note of the change" }).click();
  await expect(page.getByText("Noted. Save again")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(toldOf(page)).toHaveCount(0);
  await expect
    .poll(() => library.ask("SELECT title, campus FROM patron.users WHERE id = $1", [id]))
    .toEqual([{ title: "Theirs", campus: "TYPED" }]);
});

test("a later outcome is told after a refusal, and a role being typed stays", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("userAdministrator");
  const id = await openSomebody(page, library);
  const role = page.getByLabel("Role", { exact: true });
  for (const code of ["300", "301"]) {
    await role.fill(code);
    await page.getByRole("button", { name: "Add the Role" }).click();
    await expect(page.getByRole("button", { name: `Remove ${code}` })).toBeVisible();
  }
  await expect(role).toHaveValue("");
  await role.fill("302");
  await page.getByRole("button", { name: /^Make inactive ?: 300$/ }).click();
  await expect(page.getByRole("button", { name: /^Make active ?: 300$/ })).toBeVisible();
  await expect(role).toHaveValue("302");

  await library.ask("DELETE FROM patron.user_roles WHERE user_id = $1 AND code = '300'", [id]);
  const refused = page.getByRole("alert").filter({ hasText: /\.$/ });
  await page.getByRole("button", { name: "Remove 300" }).click();
  await expect(refused).toBeVisible();
  await page.getByRole("button", { name: "Add the Role" }).click();
  await expect(page.getByRole("button", { name: "Remove 302" })).toBeVisible();
  await expect(refused).toHaveCount(0);
});

test("nothing of a user goes by one click", async ({ page, library, signIn }) => {
  await signIn("userAdministrator");
  const id = await openSomebody(page, library);
  await library.ask("INSERT INTO patron.user_notes (user_id, text) VALUES ($1, 'Rings twice')", [
    id,
  ]);
  await page.goto(`/users/${id}/notes`);
  const remove = page.getByRole("button", { name: "Remove Rings twice" });
  const question = page.getByRole("alertdialog", { name: "Remove from Notes?" });
  await remove.click();
  await expect(question.getByText("Rings twice")).toBeVisible();
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(remove).toBeVisible();
  await remove.click();
  await question.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Removed.")).toBeVisible();
  await expect(remove).toHaveCount(0);
});

test("the default rule shows what is saved while nobody has touched it", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("fulfillmentAdministrator");
  const save = (anonymize: boolean) =>
    library.ask(
      "UPDATE console.anonymization_families SET default_anonymize = $1, version = version + 1 WHERE family = 'fees'",
      [anonymize],
    );
  await library.ask(
    `WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize)
      SELECT 'fees', 1 + coalesce(max(position), 0), 'Keeps all', false FROM console.anonymization_rules WHERE family = 'fees' RETURNING id)
    INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number)
      SELECT id, 1, 'daysSinceEnded', '>', 0 FROM rule`,
  );
  await save(false);
  await page.goto("/fulfillment-jobs/rules/fees");
  const output = page.getByLabel("Output of the default rule");
  await expect(output).toHaveValue("false");
  await save(true);
  await page.getByRole("switch", { name: "Enabled: Keeps all" }).click();
  await page.getByRole("button", { name: "Show what is saved now" }).click();
  await expect(page.getByText("This is what is saved now. Choose again.")).toBeVisible();
  await expect(output).toHaveValue("true");
  await library.ask("DELETE FROM console.anonymization_rules WHERE name = 'Keeps all'");
  await save(false);
});

test("a job's switch that somebody overtook says so until it is closed, and works again", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("letterAdministrator");
  await page.goto("/monitor-jobs");
  const active = page.getByRole("switch", { name: "Active: Letters Purge with Retention" });
  const isOn = await active.isChecked();
  await library.ask("UPDATE console.schedules SET version = version + 1");
  await active.click();
  const told = page.getByText(/meanwhile.*This is what is saved now: choose again\./);
  await expect(told).toBeVisible();
  await expect(async () => {
    await active.click();
    await expect(active).toBeChecked({ checked: !isOn, timeout: 2_000 });
  }).toPass();
  await expect(told).toHaveCount(0);

  await library.ask("UPDATE console.schedules SET version = version + 1");
  await active.click();
  await expect(told).toBeVisible();
  await page.getByRole("button", { name: "Close this message" }).click();
  await expect(told).toHaveCount(0);
  await expect(async () => {
    await active.click();
    await expect(active).toBeChecked({ checked: isOn, timeout: 2_000 });
  }).toPass();

  // It is of this page.
  await library.ask("UPDATE console.schedules SET version = version + 1");
  await active.click();
  await expect(told).toBeVisible();
  await page.getByRole("navigation").getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(told).toHaveCount(0);
});

test("who switches a letter whose period they are typing is not overtaken by themselves", async ({
  page,
  signIn,
}) => {
  await signIn("letterAdministrator");
  const code = "FulLoanReceiptLetter";
  await page.goto(`/letters?search=${code}`);
  const row = page.getByRole("row").filter({ has: page.getByText(code, { exact: true }) });
  const enabled = row.getByRole("switch");
  await row.getByLabel(/Retention Period/).fill("21");
  for (const on of [false, true]) {
    await enabled.click();
    await expect(enabled).toBeChecked({ checked: on });
  }
  await row.getByRole("button", { name: "Save", exact: true }).click();
  await expect(row.getByText("Saved: kept for 21 days.")).toBeVisible();

  await row.getByLabel(/Retention Period/).fill("22");
  await row.getByRole("checkbox").check();
  await page.getByLabel("Retention Period for the selected types").fill("90");
  await page.getByRole("button", { name: "Set for the selected types" }).click();
  await expect(page.getByText("Saved: 1 letter type keeps letters for 90 days.")).toBeVisible();
  await row.getByRole("button", { name: "Save", exact: true }).click();
  await expect(row.getByText("Saved: kept for 22 days.")).toBeVisible();
});

test("what somebody typed of a staff account is not overtaken by what they save of it beside", async ({
  page,
  library,
  signIn,
}) => {
  await library.lethe("import", "public/examples");
  await library.ask(
    `INSERT INTO console.staff (id, name, email) VALUES ('two-forms', 'Two Forms', 'two.forms@example.org') ON CONFLICT DO NOTHING;
    INSERT INTO console.staff_roles VALUES ('two-forms', 'auditor') ON CONFLICT DO NOTHING`,
  );
  await signIn("generalSystemAdministrator");
  await page.goto("/staff/two-forms");
  const roles = page.getByRole("region", { name: "Roles" });
  const own = page.getByRole("region", { name: "Own user record" });
  const [user] = await library.ask<{ id: string }>(
    "SELECT primary_id AS id FROM patron.users WHERE deleted_on IS NULL AND primary_id IS NOT NULL ORDER BY id LIMIT 1",
  );
  await own.getByRole("textbox").fill(user?.id ?? "");
  const saveRoles = async (many: number) => {
    await roles.getByRole("button", { name: "Save" }).click();
    const saved = () => library.ask("SELECT FROM console.staff_roles WHERE staff_id = 'two-forms'");
    await expect.poll(async () => (await saved()).length).toBe(many);
    // The page has its answer as well.
    await page.waitForLoadState("networkidle");
  };
  await roles.getByRole("checkbox", { name: "User Manager" }).check();
  await saveRoles(2);
  await roles.getByRole("checkbox", { name: "Letter Administrator" }).check();
  await saveRoles(3);
  await roles.getByRole("checkbox", { name: "Privacy Officer" }).check();
  await own.getByRole("button", { name: "Save" }).click();
  await expect(own.getByText(/^Is .* among the library/)).toBeVisible();
  await saveRoles(4);
  await expect(toldOf(page)).toHaveCount(0);

  // Somebody else's save is told all the same.
  await roles.getByRole("checkbox", { name: "Privacy Officer" }).uncheck();
  await library.ask("UPDATE console.staff SET version = version + 1 WHERE id = 'two-forms'");
  await roles.getByRole("button", { name: "Save" }).click();
  await expect(toldOf(page)).toBeVisible();
  await library.ask("DELETE FROM console.staff WHERE id = 'two-forms'");
});
