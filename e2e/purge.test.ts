import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Library } from "./fixtures.ts";
import { addPurgeJob, choosePolicy, confirmRun, importFiles, makeSet, policyOf } from "./steps.ts";

const dayFrom = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A group of its own: two whose purge date has come, one of them with an open loan, and one without a date. */
async function importGroup(library: Library) {
  await importFiles(library, {
    "users.csv": [
      "primary_id,last_name,first_name,email,user_group,purge_date",
      `pu-0001,Purgewell,Paula,paula@purge.example.org,PURGE,${dayFrom(-10)}`,
      `pu-0002,Borrower,Bea,bea@purge.example.org,PURGE,${dayFrom(-10)}`,
      "pu-0003,Stayer,Sam,sam@purge.example.org,PURGE,",
    ],
    "loans.csv": [
      "loan_id,primary_id,item_barcode,library,loan_date,return_date",
      `PU1,pu-0001,B-PU1,MAIN,${dayFrom(-90)},${dayFrom(-60)}`,
      `PU2,pu-0002,B-PU2,MAIN,${dayFrom(-20)},`,
    ],
  });
  const rows = await library.ask<{ id: string }>(
    "SELECT id FROM patron.users WHERE primary_id LIKE 'pu-000_' ORDER BY primary_id",
  );
  return rows.map(({ id }) => id);
}

test("users are purged: policy, Add a Job, run, report", async ({ page, library, signIn }) => {
  test.setTimeout(300_000);
  const [paula, bea, sam] = await importGroup(library);
  await signIn("userAdministrator");

  await page.getByRole("link", { name: "Delete User Policy" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Delete User Policy" })).toBeVisible();
  const recommended = page.getByRole("radio", { name: "Keep statistics and remove primary ID" });
  await expect(recommended).toBeChecked();
  await page.getByText("One user, before and after").nth(2).click();
  const example = page.getByRole("table", {
    name: "A user before and after: Keep statistics and remove primary ID",
  });
  await expect(example.getByRole("row", { name: "Last name Keller 4711" })).toBeVisible();
  await expect(example.getByRole("row", { name: "Primary ID S1004 removed" })).toBeVisible();
  await expectAccessible(page);
  await choosePolicy(page, "Keep statistics");
  await expect(page.getByText("Saved. It governs deletions from now on")).toBeVisible();

  // Somebody else who saw the page before is told.
  const other = await page.context().newPage();
  await other.goto("/delete-user-policy");
  await expect(other.getByRole("radio", { name: "Keep statistics", exact: true })).toBeChecked();
  await choosePolicy(page, "Keep fully reportable");
  await expect.poll(() => policyOf(library)).toBe("keepFullyReportable");
  await choosePolicy(other, "Fully remove");
  await expect(other.getByText("was changed by somebody else meanwhile")).toBeVisible();
  await other.close();
  await expect(page.locator("input[name=was]")).toHaveValue("keepFullyReportable");
  await choosePolicy(page, "Keep statistics");
  await expect(page.locator("input[name=was]")).toHaveValue("keepStatistics");
  expect(await policyOf(library)).toBe("keepStatistics");

  await makeSet(page, {
    name: "Leavers of PURGE",
    file: "Primary ID,Name\npu-0001,Paula\npu-0002,Bea\npu-0003,Sam\n",
    answer: "3 users were added",
  });

  await page.getByRole("link", { name: "Purge User Records" }).click();
  await expect(page.getByText("There is no purge job yet.")).toBeVisible();
  await page.getByRole("button", { name: "Add a Job" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a Job" });
  await expect(dialog.getByLabel("User group")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Add and Close" }).click();
  await expect(
    dialog.getByText("Choose a user record type, or a set; one of the two.").first(),
  ).toBeVisible();
  await addPurgeJob(page, "PURGE", "1,50");
  await expect(dialog.getByText("with a point").first()).toBeVisible();
  await dialog.getByLabel("Waive threshold").fill("1");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Add and Close" }).click();
  await expect(dialog).toHaveCount(0);
  await expectAccessible(page);

  await page.getByRole("link", { name: "Public users of PURGE, past their purge date" }).click();
  await expect(page.getByText("1 user would be purged.")).toBeVisible();
  await expect(page.getByRole("row", { name: "No purge date 1" })).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole("row", { name: "Active loan 1" })
    .getByRole("link", { name: "1 user: show who" })
    .click();
  await expect(page.getByRole("heading", { name: "Held back: Active loan" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Borrower, Bea" })).toHaveAttribute(
    "href",
    `/users/${bea}/loans`,
  );
  await expect(page.getByRole("link", { name: "Purgewell, Paula" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Back to the preview" }).click();
  await confirmRun(page, { deed: "Purge 1 user", otherwise: "Keep everybody", number: 1 });
  await expect(page.getByText("1 user was purged.")).toBeVisible();
  await expect(page.getByRole("row", { name: "E-mail addresses 1" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("Purgewell");
  await expectAccessible(page);

  await page.goto(`/users/${paula}`);
  await expect(page.getByText("This user was purged on")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("Purgewell");
  await page.goto(`/users/${paula}/loans`);
  await expect(page.getByRole("rowheader", { name: "B-PU1" })).toBeVisible();
  await page.goto("/purge-user-records");
  await expect(page.getByRole("link", { name: "1 user purged" })).toBeVisible();

  await page.getByRole("button", { name: "Add a Job" }).click();
  await dialog.getByLabel("Or a set").selectOption("Leavers of PURGE");
  await dialog.getByRole("button", { name: "Add and Close" }).click();
  await page.getByRole("link", { name: "Members of “Leavers of PURGE”" }).click();
  await expect(page.getByText("Nobody would be purged now.")).toBeVisible();
  await expect(page.getByRole("row", { name: "Active loan 1" })).toBeVisible();

  await page.goto(`/users/${bea}/deletion`);
  await expect(page.getByText("This user cannot be deleted now: active loan.")).toBeVisible();
  await page.getByText("What keeps them").getByRole("link", { name: "Loans" }).click();
  await expect(page.getByRole("rowheader", { name: "B-PU2" })).toBeVisible();
  await page.goto(`/users/${sam}/deletion`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Delete this user …" }).click();
  await expect(page.getByText("Delete Stayer, Sam (pu-0003) for good?")).toBeVisible();
  await page.getByLabel(`Type ID ${sam} to confirm`).fill(`ID ${sam}`);
  await page.getByRole("button", { name: "Delete the user" }).click();
  await expect(page.getByText("1 user was purged.")).toBeVisible({ timeout: 60_000 });
  expect(await library.ask("SELECT FROM patron.users WHERE id = $1", [sam])).toEqual([]);

  await applyToEarlier(page, "Keep statistics and remove primary ID");
  await page.goto(`/users/${paula}/loans`);
  await expect(page.getByRole("heading", { level: 1, name: `ID ${paula}` })).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "B-PU1" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("pu-0001");

  await applyToEarlier(page, "Fully remove");
  expect(await library.ask("SELECT FROM patron.users WHERE id = $1", [paula])).toEqual([]);
  expect(
    await library.ask(
      "SELECT l.id FROM record.loans l JOIN record.items i ON i.id = l.item_id WHERE i.barcode = 'B-PU1'",
    ),
  ).toHaveLength(1);
});

/** Saves a stricter policy and applies it to who was purged earlier. */
async function applyToEarlier(page: Page, policy: string) {
  await page.goto("/delete-user-policy");
  await choosePolicy(page, policy);
  await page.getByRole("button", { name: "Apply the policy to" }).click();
  const all = page.getByRole("alertdialog");
  const phrase = (await all.locator("label .font-mono").textContent()) ?? "";
  await all.getByRole("textbox").fill(phrase);
  await all.getByRole("button", { name: "Apply the policy to" }).click();
  await expect(page.getByText(/users? (was|were) purged\./)).toBeVisible({ timeout: 60_000 });
}
