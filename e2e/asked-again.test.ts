import { expect, test } from "./fixtures.ts";

test("a set is counted again when asked, and begins anew when its members have changed", async ({
  page,
  library,
  signIn,
}) => {
  await library.lethe("import", "public/examples/users.csv");
  const [set] = await library.ask<{ id: number }>(
    "INSERT INTO patron.sets (name, kind, private) VALUES ('Counted twice', 'itemized', false) RETURNING id",
  );
  const add = (offset: number) =>
    library.ask(
      "INSERT INTO patron.set_members (set_id, user_id) SELECT $1, id FROM patron.users WHERE status <> 'deleted' ORDER BY id LIMIT 1 OFFSET $2",
      [set?.id, offset],
    );
  await add(0);
  await signIn("generalSystemAdministrator");
  await page.goto(`/sets/${set?.id}`);
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await expect(page.getByRole("status").getByText("1 user", { exact: true })).toBeVisible();
  await add(1);
  await page.getByRole("button", { name: "Count again" }).click();
  await expect(page.getByRole("status").getByText("2 users", { exact: true })).toBeVisible();
  await page
    .getByRole("checkbox", { name: /^Select / })
    .first()
    .check();
  await page.getByRole("button", { name: "Remove the Selected from the Set" }).click();
  await expect(page.getByText("2 users", { exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await expect(page.getByRole("status").getByText("1 user", { exact: true })).toBeVisible();
  await library.ask("DELETE FROM patron.sets WHERE id = $1", [set?.id]);
});

test("what a page counts ends when the page is left", async ({ page, signIn }) => {
  await signIn("fulfillmentAdministrator");
  await page.goto("/fulfillment-jobs/rules/requests");
  await page.route("**/comparison", () => {});
  await page.getByRole("button", { name: "Count what each rule decides" }).click();
  await expect(page.getByText("Every finished record is asked …")).toBeVisible();
  const ended = page.waitForEvent("requestfailed", (request) =>
    request.url().endsWith("/comparison"),
  );
  await page.getByRole("link", { name: "Statistics" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Statistics" })).toBeVisible();
  await ended;
});

test("the audit's filter shows what is applied, after Clear too", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/audit");
  const what = page.getByRole("combobox", { name: "What" });
  await what.selectOption({ index: 1 });
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/action=/);
  await page.getByRole("link", { name: "Clear" }).click();
  await expect(page).toHaveURL(/\/audit$/);
  await expect(what).toHaveValue("");
});
