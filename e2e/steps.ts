import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, type Library } from "./fixtures.ts";

/** Steps of the purging procedure and what goes before it, as a person does them. */

/** Files by name, each a list of lines, taken in by the command line. */
export async function importFiles(library: Library, files: Record<string, string[]>) {
  const folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  for (const [name, lines] of Object.entries(files)) {
    await writeFile(path.join(folder, name), [...lines, ""].join("\n"));
  }
  await library.lethe("import", folder);
  await rm(folder, { recursive: true });
}

export const policyOf = async (library: Library) =>
  (
    await library.ask<{ policy: string }>(
      "SELECT delete_user_policy AS policy FROM console.institution",
    )
  )[0]?.policy;

export async function choosePolicy(page: Page, name: string) {
  await page.getByRole("radio", { name, exact: true }).check();
  await page.getByRole("button", { name: "Save" }).click();
}

/** A set out of a file; `answer` is what the upload says. */
export async function makeSet(
  page: Page,
  { name, file, answer }: { name: string; file: string; answer: string },
) {
  await page.getByRole("link", { name: "Manage Sets" }).click();
  await page.getByRole("link", { name: "Add a Set" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add the Set" }).click();
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "leavers.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(file),
  });
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByText(answer)).toBeVisible();
}

/** From a set's page to the parameters of Update/Notify Users. */
export async function beginUpdate(page: Page, set: string) {
  await page.getByRole("button", { name: `Actions of ${set}` }).click();
  await page.getByRole("menuitem", { name: "Run a job …" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Run a Job" })).toBeVisible();
  await page.getByRole("link", { name: "Update/Notify Users" }).click();
}

/** Of an open dialog Add a Job. */
export async function addPurgeJob(page: Page, userGroup: string, waiveThreshold: string) {
  const dialog = page.getByRole("dialog", { name: "Add a Job" });
  await dialog.getByLabel("User record type").selectOption("Public");
  await dialog.getByLabel("User group").selectOption(userGroup);
  await dialog.getByLabel("Waive threshold").fill(waiveThreshold);
  await dialog.getByRole("button", { name: "Add and Close" }).click();
}

interface Confirmed {
  deed: string;
  otherwise: string;
  number: number;
}

/** Starts what a preview has shown: the dialog has its focus on the way back, and wants the number. */
export async function startRun(page: Page, { deed, otherwise, number }: Confirmed) {
  await page.getByRole("button", { name: `${deed} …` }).click();
  const question = page.getByRole("alertdialog", { name: `${deed}?` });
  await expect(question.getByRole("button", { name: otherwise })).toBeFocused();
  await expect(question.getByRole("button", { name: deed })).toBeDisabled();
  await question.getByLabel(`Type ${number} to confirm`).fill(String(number));
  await question.getByRole("button", { name: deed }).click();
}

/** The same, until it has ended. */
export async function confirmRun(page: Page, confirmed: Confirmed) {
  await startRun(page, confirmed);
  await expect(page.getByText("Completed successfully").first()).toBeVisible({ timeout: 60_000 });
}

/** Loans that are to go, and a job that takes nothing else. */
export async function makeLoansToGo(library: Library, prefix: string, loans: number) {
  await importFiles(library, {
    "users.csv": ["primary_id,last_name", `${prefix}-1,Nguyen`],
    "loans.csv": [
      "loan_id,primary_id,item_barcode,library,loan_date,return_date",
      ...Array.from(
        { length: loans },
        (_, n) => `${prefix}${n},${prefix}-1,${prefix}B${n},MAIN,2025-01-05,2025-02-05`,
      ),
    ],
  });
  const off = { records: false, notes: false };
  const families = {
    loans: { records: true, notes: false, rules: [], default: true },
    fees: off,
    requests: off,
    borrowingRequests: off,
  };
  const folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  const settings = path.join(folder, "lethe.json");
  await writeFile(settings, JSON.stringify({ version: 1, anonymization: { families } }));
  await library.lethe("config", "apply", settings);
  await rm(folder, { recursive: true });
}

/** An anonymization, with the number that its preview shows, whatever it is. */
export async function anonymizeFromPreview(page: Page) {
  await page.getByRole("button", { name: /^Anonymize \d+ records/ }).click();
  const question = page.getByRole("alertdialog");
  const number = await question.locator("label span").textContent();
  await question.getByRole("textbox").fill(number ?? "");
  await question.getByRole("button", { name: /^Anonymize/ }).click();
}
