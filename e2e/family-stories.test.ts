import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./fixtures.ts";

/** Of each family: forty done with long ago, six yesterday, three without a day, five active. */
const done = 40;
const records = 54;

const dayBefore = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const ended = (n: number) => (n < done ? dayBefore(60 + n) : n < 46 ? dayBefore(1) : "");
const lines = (header: string, line: (n: number) => string) =>
  [header, ...Array.from({ length: records }, (_, n) => line(n)), ""].join("\n");
const note = (n: number) => (n % 4 ? "" : `Spoke to Ida about ${n}`);

const files = {
  "users.csv": lines("primary_id,first_name,user_group", (n) => `story${n},Ida,STUDENT`),
  "fees.csv": lines(
    "fee_id,primary_id,type,status,library,original_amount,created,closed,comment",
    (n) =>
      `F${n},story${n},OVERDUE,${n < 49 ? "closed" : "active"},MAIN,5,${dayBefore(200)},${ended(n)},${note(n)}`,
  ),
  "fee_transactions.csv": lines(
    "fee_id,transaction_id,type,amount,created",
    (n) => `F${n},T1,payment,5,${dayBefore(100)}`,
  ),
  "requests.csv": lines(
    "request_id,primary_id,type,status,library,created,ended,title,note",
    (n) =>
      `R${n},story${n},hold,${n < 49 ? "completed" : "placed"},MAIN,${dayBefore(200)},${ended(n)},Glass,${note(n)}`,
  ),
  "borrowing_requests.csv": lines(
    "request_id,primary_id,partner,status,library,created,ended,title,note",
    (n) =>
      `B${n},story${n},Basel,${n < 49 ? "completed" : "shipped"},MAIN,${dayBefore(200)},${ended(n)},Maps,${note(n)}`,
  ),
};

interface Imported {
  files: {
    file: string;
    created: number;
    alreadyAnonymized: number;
    rejected: number;
    warnings?: string[];
  }[];
}

const names = Object.keys(files);
let folder: string;
test.beforeAll(async ({ library }) => {
  folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  for (const [name, content] of Object.entries(files))
    await writeFile(path.join(folder, name), content);
  const imported = await library.lethe<Imported>("import", folder);
  expect(imported.files.map(({ rejected }) => rejected)).toEqual(names.map(() => 0));
  expect(imported.files.flatMap(({ warnings }) => warnings ?? [])).toHaveLength(3);
});
test.afterAll(async ({ library }) => {
  await rm(folder, { recursive: true });
  await library.ask("DELETE FROM console.anonymization_rules");
  await library.ask("UPDATE console.anonymization_families SET records = false, notes = false");
});

for (const story of [
  {
    file: "fees.csv",
    title: "Fines and Fees",
    records: "Anonymize fines and fees",
    notes: "Anonymize fines and fees notes",
    rules: "Fines and Fees Anonymization Rules",
    parameter: "Days since ended",
    sentence: "Anonymize fines and fees closed more than 30 days ago.",
    many: "fees",
    links: "patron.fee_links",
    noted: "patron.fee_notes",
  },
  {
    file: "requests.csv",
    title: "Requests",
    records: "Anonymize requests",
    notes: "Anonymize request notes",
    rules: "Request Anonymization Rules",
    parameter: "Days since ended",
    sentence: "Anonymize requests ended more than 30 days ago.",
    many: "requests",
    links: "patron.request_links",
    noted: "patron.request_notes",
  },
  {
    file: "borrowing_requests.csv",
    title: "Resource Sharing Borrowing Requests",
    records: "Anonymize resource sharing borrowing requests",
    notes: "Anonymize resource sharing request notes",
    rules: "Borrowing Request Anonymization Rules",
    parameter: "Days since ended",
    sentence: "Anonymize borrowing requests ended more than 30 days ago.",
    many: "borrowing requests",
    links: "patron.borrowing_links",
    noted: "patron.borrowing_notes",
  },
]) {
  test(`a library forgets whose its ${story.many} were, and their notes, and importing them again brings nothing back`, async ({
    page,
    library,
    signIn,
  }) => {
    test.setTimeout(180_000);
    const links = async () => (await library.ask(`SELECT FROM ${story.links}`)).length;
    await library.ask("UPDATE console.anonymization_families SET records = false, notes = false");
    await signIn("fulfillmentAdministrator");
    await page.getByRole("navigation").getByRole("link", { name: "Fulfillment Jobs" }).click();
    await page.getByLabel(story.records, { exact: true }).check();
    await page.getByLabel(story.notes, { exact: true }).check();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status").filter({ hasText: /saved/i })).toBeVisible();

    await page.getByRole("link", { name: story.rules, exact: true }).click();
    await page.getByRole("link", { name: /add a rule/i }).click();
    await page.getByLabel("Name").fill("30 days");
    await page.getByRole("button", { name: /add .*parameter/i }).click();
    await page.getByRole("combobox", { name: "Parameter" }).selectOption(story.parameter);
    await page.getByRole("textbox", { name: story.parameter }).fill("30");
    await page.getByLabel("Anonymize", { exact: true }).selectOption("True");
    await expect(page.getByText(story.sentence)).toBeVisible();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("table").getByText(story.sentence)).toBeVisible();

    await page.goto("/fulfillment-jobs/preview");
    const held = page
      .getByRole("region", { name: story.title, exact: true })
      .getByRole("table", { name: "Held back, by reason" });
    await expect(held.getByRole("row", { name: "No end date 3" })).toBeVisible();
    await page
      .getByRole("button", { name: `Anonymize ${done} records and remove ${done / 4} notes` })
      .click();
    const question = page.getByRole("alertdialog");
    await question.getByRole("textbox").fill(String(done + done / 4));
    await question.getByRole("button", { name: /^Anonymize/ }).click();
    await expect(page.getByText("Completed successfully")).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(`${done} ${story.many} no longer name a patron.`)).toBeVisible();
    expect(await links()).toBe(records - done);

    const again = await library.lethe<Imported>("import", path.join(folder, story.file));
    expect(again.files[0]).toMatchObject({ created: 0, alreadyAnonymized: done });
    expect(await links()).toBe(records - done);
    expect(await library.ask(`SELECT FROM ${story.noted} WHERE text LIKE '%about 0'`)).toEqual([]);
    expect((await library.ask("SELECT FROM record.fee_transactions")).length).toBe(records);
  });
}
