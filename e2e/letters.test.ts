import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Library } from "./fixtures.ts";

interface Imported {
  files: { file: string; created: number; alreadyAnonymized: number; rejected: number }[];
}

const dayBefore = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

const evil = `<html><head><meta http-equiv="refresh" content="0;url=https://evil.example/r"><link rel="stylesheet" href="https://evil.example/s.css"></head>
<body><script>document.body.innerHTML = "scripted"; fetch("https://evil.example/f")</script><p>Dear <b>Vera</b></p>
<form action="https://evil.example/form"><button>Confirm your password</button></form><img src="https://evil.example/t.gif" alt="">
<a href="https://evil.example/away">Away</a></body></html>`;

/** Of one reader: receipts of 100, 31 and 30 days ago, a lost-item letter as old, and one that carries what it should not. */
async function importLetters(library: Library): Promise<Imported> {
  const folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  const letter = (id: string, code: string, days: number, body = "<p>Dear Vera</p>") =>
    `${id},lv-0001,${code},${dayBefore(days)},Subject of ${id},"${body.replaceAll('"', '""')}"`;
  await writeFile(path.join(folder, "users.csv"), "primary_id,last_name\nlv-0001,Nguyen\n");
  await writeFile(
    path.join(folder, "letters.csv"),
    [
      "letter_id,primary_id,letter_code,created,subject,body",
      letter("R100", "FulLoanReceiptLetter", 100),
      letter("R31", "FulLoanReceiptLetter", 31),
      letter("R30", "FulLoanReceiptLetter", 30),
      letter("LOST", "FulLostLoanLetter", 100),
      letter("EVIL", "HouseLetter", 1, evil),
      "",
    ].join("\n"),
  );
  const imported = await library.lethe<Imported>("import", folder);
  await rm(folder, { recursive: true });
  return imported;
}

const readerOf = async (library: Library) => {
  const [user] = await library.ask<{ id: string }>(
    "SELECT id FROM patron.users WHERE primary_id = 'lv-0001'",
  );
  return `/users/${user?.id}/attachments`;
};

const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

/** No letter and no period of another story. */
test.beforeEach(async ({ library }) => {
  await library.ask("DELETE FROM patron.letters");
  await library.ask("DELETE FROM record.letter_counts");
  await library.ask("DELETE FROM record.seen_sources");
  await library.ask("UPDATE console.letter_types SET retention_days = NULL");
});

test("a library sets a letter's period, switches the job on and runs it: the attachments are gone, the counts stay", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(240_000);
  const imported = await importLetters(library);
  expect(imported.files.at(-1)).toMatchObject({ created: 5, rejected: 0 });
  const attachments = await readerOf(library);

  await library.ask("DELETE FROM console.job_runs WHERE job = 'letters-purge'");
  await signIn("letterAdministrator");
  const menu = page.getByRole("navigation", { name: "Main" });
  await menu.getByRole("link", { name: "Monitor Jobs" }).click();
  await page.getByRole("switch", { name: "Active: Letters Purge with Retention" }).click();
  await expect(
    page.getByRole("switch", { name: "Active: Letters Purge with Retention" }),
  ).toBeChecked();
  const byHand = "The first run is started by hand, with the number that its preview shows";
  const scheduled = page.getByRole("row").filter({ hasText: "Letters Purge with Retention" });
  await expect(scheduled).toContainText(byHand);

  await menu.getByRole("link", { name: "Letters" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Letters Configuration");
  await expect(
    page.getByText(/1 letter type came with an import and needs attention/),
  ).toBeVisible();
  const receipt = rowOf(page, "FulLoanReceiptLetter");
  await expect(receipt).toContainText("3");
  await receipt.getByLabel(/Retention Period/).fill("30");
  await receipt.getByRole("button", { name: "Save" }).click();
  await expect(receipt.getByRole("status")).toHaveText("Saved: kept for 30 days.");
  const cells = receipt.getByRole("cell");
  await expect(cells.filter({ hasText: /^2$/ })).toHaveCount(1);
  await expect(receipt).toContainText("A Librarian");

  await page.getByRole("link", { name: "Preview" }).click();
  await expect(page.getByText("2 letters would be removed.")).toBeVisible();
  await page.getByRole("button", { name: "Remove 2 letters" }).click();
  const question = page.getByRole("alertdialog");
  await question.getByRole("textbox").fill("2");
  await question.getByRole("button", { name: /^Remove/ }).click();
  await expect(page.getByText("Completed successfully")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("2 letters were removed.")).toBeVisible();
  await expect(page.getByRole("group", { name: "Retention periods" })).toContainText("30 days");

  await page.goto("/monitor-jobs");
  await expect(scheduled).not.toContainText(byHand);

  await page.goto("/letters/counts");
  await expect(page.getByText("5 letters in all.")).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download CSV: Letters by type" }).click();
  const csv = await readFile(await (await download).path(), "utf8");
  expect(csv).toMatch(/^Letter type,.*\r\n/);
  expect(csv).toMatch(/^Loan Receipt Letter,.*\b3\b/m);
  await expect(rowOf(page, "Loan Receipt Letter")).toContainText("3");

  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn("userManager");
  await page.goto(attachments);
  await expect(page.getByText("Subject of R30")).toBeVisible();
  await expect(page.getByText("Subject of LOST")).toBeVisible();
  await expect(page.getByText("Subject of R31")).toHaveCount(0);
  await expect(page.getByText("Subject of R100")).toHaveCount(0);

  const again = await importLetters(library);
  expect(again.files.at(-1)).toMatchObject({ created: 0, alreadyAnonymized: 2 });
  await page.reload();
  await expect(page.getByText("Subject of R31")).toHaveCount(0);
  expect(await library.ask("SELECT sum(count)::int AS n FROM record.letter_counts")).toEqual([
    { n: 5 },
  ]);
});

test("whoever is refused because the number has changed is shown the preview anew, and goes on from there", async ({
  page,
  library,
  signIn,
}) => {
  await importLetters(library);
  const keepReceipts = (days: number) =>
    library.ask(
      "UPDATE console.letter_types SET retention_days = $1, version = version + 1 WHERE code = 'FulLoanReceiptLetter'",
      [days],
    );
  await keepReceipts(30);
  await signIn("letterAdministrator");
  await page.goto("/letters/preview");
  const begin = async (letters: string) => {
    await page.getByRole("button", { name: `Remove ${letters} …` }).click();
    const question = page.getByRole("alertdialog");
    await question.getByRole("textbox").fill(letters.charAt(0));
    await question.getByRole("button", { name: /^Remove/ }).click();
  };
  await expect(page.getByText("2 letters would be removed.")).toBeVisible();
  await keepReceipts(60);
  await begin("2 letters");
  await expect(page.getByText(/since this preview was made\. Look at it anew\./)).toBeVisible();
  await page.getByRole("button", { name: "Show the preview anew" }).click();
  await expect(page.getByText("1 letter would be removed.")).toBeVisible();
  await expect(page.getByText("This is the preview as it is now.")).toBeVisible();
  await begin("1 letter");
  await expect(page.getByText("Completed successfully")).toBeVisible({ timeout: 60_000 });
});

test("a letter is shown and handed out without running, loading or sending anything", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(180_000);
  await importLetters(library);
  await signIn("userManager");
  await page.goto(await readerOf(library));
  await expectAccessible(page);
  const reached: string[] = [];
  await page.context().route("https://evil.example/**", async (route) => {
    reached.push(route.request().url());
    await route.fulfill({ body: "here" });
  });
  await page.getByRole("link", { name: /^View HouseLetter/ }).click();
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText("Dear Vera")).toBeVisible();
  await expect(frame.getByText("scripted")).toHaveCount(0);
  await frame.getByRole("button", { name: "Confirm your password" }).click();
  await frame.getByRole("link", { name: "Away" }).click();
  await page.reload();
  await expect(frame.getByText("Dear Vera")).toBeVisible();
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^letter-\d+\.html$/);
  expect(reached).toEqual([]);

  // The file, opened by hand, with scripts allowed.
  const file = path.join(tmpdir(), `lethe-${download.suggestedFilename()}`);
  await download.saveAs(file);
  await page.goto(`file://${file}`);
  await expect(page.getByText("Dear Vera")).toBeVisible();
  await expect(page.getByText("scripted")).toHaveCount(0);
  expect(reached).toEqual([]);
  await rm(file);
  await page.goto("https://evil.example/control");
  expect(reached).toEqual(["https://evil.example/control"]);
});

test("letters are for those who may read users, and only of the user of the address", async ({
  page,
  library,
  signIn,
}) => {
  await importLetters(library);
  const attachments = await readerOf(library);
  const [letter] = await library.ask<{ id: string; user_id: string }>(
    "SELECT id, user_id FROM patron.letters LIMIT 1",
  );
  await signIn("letterAdministrator");
  await page.goto(attachments);
  await expect(page.getByText(/your roles do not allow/i)).toBeVisible();
  const file = `/users/${letter?.user_id}/attachments/${letter?.id}/file`;
  expect((await page.request.get(file)).status()).toBe(403);
  await page.goto("/");
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn("userAdministrator");
  expect((await page.request.get(file)).status()).toBe(200);
  const other = `/users/${Number(letter?.user_id) + 1}/attachments/${letter?.id}/file`;
  expect((await page.request.get(other)).status()).toBe(404);
  await page.goto("/users/999999/attachments");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no such page");
});
