import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./fixtures.ts";

/** Loans of 40 patrons: each has 10, of which one is active and one returned yesterday. */
const patrons = 40;
const loansEach = 10;

interface Imported {
  files: {
    file: string;
    created: number;
    updated: number;
    alreadyAnonymized: number;
    rejected: number;
  }[];
}
interface Certified {
  counts: { part: string; measure: string; label: string; count: number }[];
}
interface Statistics {
  rows: { month: string; library: string; userGroup: string; count: number }[];
}

const dayBefore = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

function usersCsv(): string {
  const rows = Array.from(
    { length: patrons },
    (_, n) => `00${n},Vera,Nguyen ${n},${n % 4 ? "STUDENT" : "STAFF"}`,
  );
  return ["primary_id,first_name,last_name,user_group", ...rows, ""].join("\n");
}

function loansCsv(): string {
  const rows = Array.from({ length: patrons * loansEach }, (_, n) => {
    const nth = Math.floor(n / patrons);
    const returned = nth === 0 ? "" : dayBefore(nth === 1 ? 1 : 40 + nth);
    return `L${n},00${n % patrons},B${n % 50},A title,${n % 3 ? "MAIN" : "ARCH"},${dayBefore(120 + nth)},${returned},${n % 5 ? "" : `Lent to Vera ${n}`}`;
  });
  return [
    "loan_id,primary_id,item_barcode,title,library,loan_date,return_date,note",
    ...rows,
    "",
  ].join("\n");
}

test("a library loads its loans, sets a rule, sees what would be forgotten, runs the job, and no statistic moves", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(240_000);
  // The loans that other stories told on this library are no part of this one.
  await library.ask("TRUNCATE record.loans CASCADE");
  const folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  await writeFile(path.join(folder, "users.csv"), usersCsv());
  await writeFile(path.join(folder, "loans.csv"), loansCsv());
  const imported = await library.lethe<Imported>("import", folder);
  expect(imported.files.map(({ created, rejected }) => [created, rejected])).toEqual([
    [patrons, 0],
    [patrons * loansEach, 0],
  ]);
  const statistics = () =>
    library.lethe<Statistics>("statistics", "loans", "--by", "month,library,userGroup");
  const before = await statistics();

  await signIn("fulfillmentAdministrator");
  await page.getByRole("navigation").getByRole("link", { name: "Fulfillment Jobs" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Fulfillment Jobs Configuration",
  );
  await page.getByLabel("Anonymize item loans").check();
  await page.getByLabel("Anonymize item loan notes").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: /saved/i })).toBeVisible();

  await page.getByRole("link", { name: "Loan Anonymization Rules" }).click();
  await page.getByRole("link", { name: /add a rule/i }).click();
  await page.getByLabel("Name").fill("30 days");
  await page.getByRole("button", { name: /add .*parameter/i }).click();
  await page
    .getByRole("combobox", { name: "Parameter" })
    .selectOption({ label: "Days since ended" });
  await page.getByRole("textbox", { name: "Days since ended" }).fill("30");
  await page.getByLabel("Anonymize", { exact: true }).selectOption("True");
  await expect(page.getByText("Anonymize loans returned more than 30 days ago.")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(
    page.getByRole("table").getByText("Anonymize loans returned more than 30 days ago."),
  ).toBeVisible();

  // Two of ten are active or returned yesterday; every fifth loan has a note.
  const records = patrons * (loansEach - 2);
  const [{ notes } = { notes: 0 }] = await library.ask<{ notes: number }>(
    "SELECT count(*)::int AS notes FROM patron.loan_notes n JOIN patron.loan_links l USING (loan_id) WHERE l.ended_on < current_date - 30",
  );
  await page.goto("/fulfillment-jobs/preview");
  const toType = String(records + notes);
  const run = page.getByRole("button", {
    name: `Anonymize ${records} records and remove ${notes} notes`,
  });
  await run.click();
  const question = page.getByRole("alertdialog");
  await question.getByRole("textbox").fill(toType);
  await question.getByRole("button", { name: /^Anonymize/ }).click();

  await expect(page.getByText("Completed successfully")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(`${records} loans no longer name a patron.`)).toBeVisible();
  const links = "SELECT count(*)::int AS n FROM patron.loan_links";
  expect(await library.ask(links)).toEqual([{ n: patrons * 2 }]);
  expect(await library.ask("SELECT count(*)::int AS n FROM record.loans")).toEqual([
    { n: patrons * loansEach },
  ]);
  expect(await statistics()).toEqual(before);

  const again = await library.lethe<Imported>("import", folder);
  expect(again.files.at(-1)).toMatchObject({ created: 0, updated: 0, alreadyAnonymized: records });
  expect(await library.ask(links)).toEqual([{ n: patrons * 2 }]);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Certificate" }).click();
  const certificate = path.join(folder, "certificate.json");
  await (await download).saveAs(certificate);
  await expect(page.getByRole("status").filter({ hasText: "Signed with key" })).toBeVisible();
  const { counts } = await library.lethe<Certified>("certificate", "verify", certificate);
  expect(counts).toContainEqual(
    expect.objectContaining({ part: "loans", measure: "records", count: records }),
  );
  await rm(folder, { recursive: true });

  await page.getByRole("link", { name: "Statistics" }).click();
  await expect(page.getByText(`${patrons * loansEach} loans`)).toBeVisible();
});
