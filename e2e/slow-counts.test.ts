import pg from "pg";
import { e2eDatabaseUrl } from "../test/e2e-database.ts";
import { expect, expectAccessible, test } from "./fixtures.ts";

/** While `work` lasts nobody reads a letter. */
async function withLettersLocked(work: () => Promise<void>): Promise<void> {
  const client = new pg.Client(await e2eDatabaseUrl());
  await client.connect();
  try {
    await client.query("BEGIN; LOCK TABLE patron.letters");
    await work();
  } finally {
    await client.end();
  }
}

test("the first page is there before its counts, says when they take too long, and is asked again", async ({
  page,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await withLettersLocked(async () => {
    await page.goto("/", { waitUntil: "commit" });
    await expect(page.getByRole("heading", { level: 2, name: "Letters and users" })).toBeVisible();
    await expect(page.getByRole("rowheader", { name: /Letters Purge/ })).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" }).first()).toBeVisible();
    await expect(page.getByText("Counting takes longer than 10 seconds")).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByText("Not everything could be counted; see below.")).toBeVisible();
  });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Ask again" }).click();
  await expect(page.getByText("Letters stored")).toBeVisible();
  await expect(page.getByText("Counting takes longer")).toHaveCount(0);
});

test("letter types are there before their letters are counted", async ({ page, signIn }) => {
  await signIn("letterAdministrator");
  const receipt = page.getByRole("row").filter({ hasText: "FulLoanReceiptLetter" });
  await withLettersLocked(async () => {
    await page.goto("/letters", { waitUntil: "commit" });
    await expect(receipt.getByText("…").first()).toBeVisible();
  });
  await expect(receipt.getByRole("cell", { name: /^\d+$/ })).toHaveCount(2);
});
