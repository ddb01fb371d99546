import { expect, expectAccessible, test } from "./fixtures.ts";

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
  await page.getByRole("button", { name: "Remove the Selected from the Set" }).click();
  await expect(
    page.getByRole("alert").getByText("Select at least one user in the list."),
  ).toBeVisible();
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

test("how many users of a page are selected is said, and leaving the page with them is asked about", async ({
  page,
  library,
  signIn,
}) => {
  await library.lethe("import", "public/examples/users.csv");
  await signIn("userManager");
  const [set] = await library.ask<{ id: number }>(
    `INSERT INTO patron.sets (name, kind, owner_id) SELECT 'Selected ones', 'itemized', id
     FROM console.staff WHERE email = 'usermanager@example.org' RETURNING id`,
  );
  await page.goto("/users");
  const boxes = page.getByRole("checkbox", { name: /^Select / });
  const all = await boxes.count();
  const said = page.getByRole("status").filter({ hasText: / selected$/ });
  await expect(said).toHaveText(`0 of ${all} selected`);
  await boxes.first().check();
  await expect(said).toHaveText(`1 of ${all} selected`);

  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await page.getByRole("link", { name: "Expiry date" }).click();
  await question.getByRole("button", { name: "Stay on this page" }).click();
  await expect(boxes.first()).toBeChecked();
  await page.getByRole("link", { name: "Expiry date" }).click();
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page).toHaveURL(/order=expiryDate/);
  await expect(said).toHaveText(`0 of ${all} selected`);

  await page.getByRole("button", { name: `Select all ${all} of this page` }).click();
  await expect(said).toHaveText(`${all} of ${all} selected`);
  await expect(boxes.last()).toBeChecked();
  await page.getByRole("button", { name: "Select none" }).click();
  await boxes.first().check();
  await page.getByLabel("Add the selected users to").selectOption("Selected ones");
  await page.getByRole("button", { name: "Add to the Set" }).click();
  await expect(page.getByText("1 user added.")).toBeVisible();
  await expect(said).toHaveText(`0 of ${all} selected`);
  await expectAccessible(page);

  // What is focused is seen whole at a telephone's edge.
  await page.setViewportSize({ width: 320, height: 900 });
  const room = await boxes.first().evaluate((box) => {
    const frame = box.closest(".scroll-frame")?.getBoundingClientRect();
    return (frame?.right ?? 0) - box.getBoundingClientRect().right;
  });
  expect(room).toBeGreaterThanOrEqual(4);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("navigation").getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await library.ask("DELETE FROM patron.sets WHERE id = $1", [set?.id]);
});

test("who leaves while a file is sent is not pulled off the page they went to", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  const [set] = await library.ask<{ id: number }>(
    "INSERT INTO patron.sets (name, kind, private) VALUES ('Left behind', 'itemized', false) RETURNING id",
  );
  const file = { name: "users.csv", mimeType: "text/csv", buffer: Buffer.from("Primary ID\n0\n") };
  const sent: [address: string, button: string, api: string][] = [
    [`/sets/${set?.id}`, "Upload", "**/api/sets/*/uploads"],
    ["/import", "Send and check", "**/api/imports"],
  ];
  for (const [address, button, api] of sent) {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const asked = page.waitForRequest(api);
    await page.route(api, async (route) => {
      await answered;
      await route.fulfill({ status: 201, json: { id: 1 } }).catch(() => {});
    });
    await page.goto(address);
    await page.waitForLoadState("networkidle");
    await page.locator("main input[type=file]").setInputFiles(file);
    await page.getByRole("button", { name: button, exact: true }).click();
    await asked;
    await page.getByRole("link", { name: "Statistics" }).click();
    await page.getByRole("heading", { level: 1, name: "Statistics" }).waitFor();
    answer();
    await page.waitForLoadState("networkidle");
    await page.getByRole("link", { name: "Letters", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Letters Configuration" }).waitFor();
    await page.waitForLoadState("networkidle");
    await expect(page).toHaveURL(/\/letters$/);
    await page.unroute(api);
  }
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
