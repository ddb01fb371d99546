import pg from "pg";
import { e2eDatabaseUrl } from "../test/e2e-database.ts";
import { expect, expectAccessible, test, type Library } from "./fixtures.ts";
import { importFiles } from "./steps.ts";

/** While `work` lasts, whoever reads a note on a user waits a minute for each. */
async function withSlowNotes(library: Library, work: () => Promise<void>): Promise<void> {
  await library.ask("CREATE POLICY slow ON patron.user_notes USING (pg_sleep(60) IS NOT NULL)");
  await library.ask("ALTER TABLE patron.user_notes ENABLE ROW LEVEL SECURITY");
  try {
    await work();
  } finally {
    await library.ask("ALTER TABLE patron.user_notes DISABLE ROW LEVEL SECURITY");
    await library.ask("DROP POLICY slow ON patron.user_notes");
  }
}

/** Searches that PostgreSQL is at work on. */
const atWork = async (library: Library) =>
  (
    await library.ask<{ count: number }>(
      "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event = 'PgSleep'",
    )
  )[0]?.count;

test("a search that takes long says so, and Stop ends it in the database, as leaving does", async ({
  page,
  library,
  signIn,
}) => {
  await importFiles(library, {
    "users.csv": ["primary_id,last_name,note", "0slow1,Slowfound,Told about the zeppelin"],
  });
  await signIn("userManager");
  await page.goto("/users/advanced");
  const value = page.getByLabel("Value of Note text");
  // What is chosen before the page's script is there is not heard.
  await expect(async () => {
    await page.getByLabel("Field").selectOption("Note text");
    await expect(value).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await value.fill("zeppelin");
  const searching = page.getByText("Searching … It may take a while.");
  await withSlowNotes(library, async () => {
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(searching).toBeVisible();
    await expect.poll(() => atWork(library)).toBe(1);
    await page.getByRole("button", { name: "Stop" }).press("Enter");
    await expect(page.getByText("The search was stopped.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Search again" })).toBeFocused();
    await expect.poll(() => atWork(library)).toBe(0);
    await expectAccessible(page);

    await page.getByRole("button", { name: "Count" }).click();
    await expect.poll(() => atWork(library)).toBe(1);
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(page.getByRole("button", { name: "Count" })).toBeVisible();
    await expect.poll(() => atWork(library)).toBe(0);

    await page.getByRole("button", { name: "Search again" }).press("Enter");
    await expect(searching).toBeVisible();
    await expect(page.getByRole("button", { name: "Stop" })).toBeFocused();
    await expect.poll(() => atWork(library)).toBe(1);
    await page.goto("/");
    await expect.poll(() => atWork(library)).toBe(0);
    await page.goBack();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("The search was stopped.").waitFor();
  });
  await page.getByRole("button", { name: "Search again" }).click();
  const row = page.getByRole("row", { name: /Slowfound/ });
  await expect(row).toBeVisible();

  // What is on the screen stays when it is asked for anew because something was done with it.
  await library.ask(
    `INSERT INTO patron.sets (name, kind, owner_id) SELECT 'Slow ones', 'itemized', id
     FROM console.staff WHERE email = 'usermanager@example.org'`,
  );
  await page.reload();
  await page.getByLabel("Add the selected users to").selectOption("Slow ones");
  await row.getByRole("checkbox").check();
  await withSlowNotes(library, async () => {
    await page.getByRole("button", { name: "Add to the Set" }).click();
    await expect(page.getByText("1 user added.")).toBeVisible();
    await expect.poll(() => atWork(library)).toBe(1);
    await expect(row).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Stop" }).press("Enter");
    await expect.poll(() => atWork(library)).toBe(0);
    await expect(row).toBeVisible();
    await expect(page.getByRole("group", { name: "Users" })).toBeFocused();
  });
  await library.ask("DELETE FROM patron.sets WHERE name = 'Slow ones'");
});

test("a page in another order that is waited for says so, and moves nothing", async ({
  page,
  library,
  signIn,
}) => {
  await importFiles(library, { "users.csv": ["primary_id,last_name", "0slow2,Slowsorted"] });
  await signIn("userManager");
  await page.goto("/users");
  await page.waitForLoadState("networkidle");
  const head = page.getByRole("columnheader", { name: "Primary ID" });
  const before = await head.boundingBox();
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/\/users\?.*order=primaryId/, async (route) => {
    await answered;
    await route.continue();
  });
  await head.getByRole("link").click();
  const loading = head.getByRole("img", { name: "Loading" });
  await expect(loading).toBeVisible();
  expect(await head.boundingBox()).toEqual(before);
  await expectAccessible(page);
  answer();
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  await expect(loading).toHaveCount(0);
});

/** While `work` lasts nobody is read. */
async function withUsersLocked(work: () => Promise<void>): Promise<void> {
  const client = new pg.Client(await e2eDatabaseUrl());
  await client.connect();
  try {
    await client.query("BEGIN; LOCK TABLE patron.users");
    await work();
  } finally {
    await client.end();
  }
}

test("a list in another order that takes longer keeps its room, its headings and the focus until it comes", async ({
  page,
  library,
  signIn,
}) => {
  // First in either order, whoever else is there.
  const users = ["primary_id,last_name,expiry_date", "0slow3,Slowkept,1990-01-01"];
  await importFiles(library, { "users.csv": users });
  await signIn("userManager");
  await page.goto("/users?order=primaryId");
  await page.waitForLoadState("networkidle");
  const row = page.getByRole("row", { name: /Slowkept/ });
  await expect(row).toBeVisible();
  const table = page.getByRole("table", { name: "Users" });
  const form = page
    .getByText("Make an itemized set under Manage Sets")
    .or(page.getByRole("button", { name: "Add to the Set" }));
  const places = () => Promise.all([table.boundingBox(), form.boundingBox()]);
  const before = await places();
  const heading = page.getByRole("link", { name: "Expiry date" });
  await withUsersLocked(async () => {
    await heading.press("Enter");
    await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
    await expect(row).toBeHidden();
    await expect(page.locator("input[name=users]").first()).toBeDisabled();
    await expect(page.locator("[aria-busy=true] [role=status]")).toHaveCount(0);
    await expect(heading).toBeFocused();
    expect(await places()).toEqual(before);
    await heading.press("Tab");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: "Stop" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Search again" })).toBeFocused();
  });
  await page.keyboard.press("Enter");
  await expect(row).toBeVisible();
});

test("without JavaScript a page that takes longer is waited for, and so are those it leads to", async ({
  browser,
  page,
  library,
  signIn,
  baseURL,
}) => {
  const users = ["primary_id,last_name,expiry_date", "0slow4,Slowplain,1990-01-01"];
  await importFiles(library, { "users.csv": users });
  await signIn("userManager");
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
    ...(baseURL && { baseURL }),
  });
  const plain = await context.newPage();
  let wait = "";
  await withUsersLocked(async () => {
    await plain.goto("/users?order=primaryId");
    // What a browser without JavaScript shows; this one only does not run it.
    const told = (await plain.content()).match(/<noscript>[^]*?<\/noscript>/g) ?? [];
    const link = told.join().match(/<a [^>]*href="([^"]+)"[^>]*>Wait for it<\/a>/);
    wait = link?.[1]?.replaceAll("&amp;", "&") ?? "";
  });
  expect(new URL(wait, baseURL).search).toBe("?order=primaryId&wait=yes");
  const waiting = () =>
    library.ask("SELECT FROM pg_locks WHERE NOT granted AND relation = 'patron.users'::regclass");
  let opened: Promise<unknown> = Promise.resolve();
  const left = await context.newPage();
  await withUsersLocked(async () => {
    // Of another address: the browser asks for one alone once at a time.
    const leaving = left.goto(`${wait}&descending=yes`);
    await expect.poll(async () => (await waiting()).length).toBeGreaterThan(0);
    opened = plain.goto(wait);
    // Whoever waits anew waits for one page alone.
    await leaving;
    await expect(left.getByText("The search was stopped.")).toBeVisible();
    await expect.poll(async () => (await waiting()).length).toBeGreaterThan(0);
  });
  await opened;
  await expect(plain.getByRole("row", { name: /Slowplain/ })).toBeVisible();
  await plain.getByRole("link", { name: "Expiry date" }).click();
  await expect(plain.getByRole("row", { name: /Slowplain/ })).toBeVisible();
  expect(new URL(plain.url()).search).toBe("?order=expiryDate&wait=yes");
  await context.close();
});

test("whom a purge would hold back is searched for, too", async ({ page, library, signIn }) => {
  await importFiles(library, { "users.csv": ["primary_id,last_name", "0slow5,Slowheld"] });
  await library.ask("UPDATE patron.users SET record_type = 'contact' WHERE primary_id = '0slow5'");
  const [job] = await library.ask<{ id: number }>(
    "INSERT INTO console.purge_jobs (record_type) VALUES ('contact') RETURNING id",
  );
  await signIn("generalSystemAdministrator");
  await withUsersLocked(async () => {
    await page.goto(`/purge-user-records/${job?.id}/held-back/noPurgeDate`);
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(page.getByText("The search was stopped.")).toBeVisible();
  });
  // Where nothing answers, that is said, and it can be asked for again.
  await page.route("**/api/purge-users/held-back", (route) => route.abort());
  await page.getByRole("button", { name: "Search again" }).click();
  await expect(page.getByRole("alert").getByText("Lethe cannot be reached.")).toBeVisible();
  await page.unroute("**/api/purge-users/held-back");
  await page.getByRole("button", { name: "Search again" }).click();
  await expect(page.getByRole("row", { name: /Slowheld/ })).toBeVisible();
  await library.ask("DELETE FROM console.purge_jobs WHERE id = $1", [job?.id]);
});
