import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import pg from "pg";
import { e2eDatabaseUrl } from "../test/e2e-database.ts";
import { expect, expectAccessible, test } from "./fixtures.ts";

interface Content {
  name: string;
  text: string;
}

const fileOf = ({ name, text }: Content) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(text),
});
const usersCsv = (mark: string, many = 20): Content => ({
  name: "users.csv",
  text: ["primary_id", ...Array.from({ length: many }, (_, n) => `${mark}${n}`), ""].join("\n"),
});
const loansCsv = (mark: string, name = "loans.csv"): Content => ({
  name,
  text: [
    "loan_id,primary_id,item_barcode,library,loan_date,return_date",
    ...Array.from(
      { length: 50 },
      (_, n) => `${mark}${n},${mark}${n % 20},I${n},MAIN,2026-01-01,2026-01-02`,
    ),
    `${mark}x,=nobody,I1,MAIN,2026-01-01,2026-01-02`,
    "",
  ].join("\n"),
});

const headline = (page: Page) => page.getByRole("heading", { level: 1 });
const tried = /this is what an import would do/;

/** Keeps imports waiting for as long as `work` takes. */
async function whileOthersImport(work: () => Promise<void>): Promise<void> {
  const client = new pg.Client(await e2eDatabaseUrl());
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('lethe.import'))");
    await work();
  } finally {
    await client.end();
  }
}

test("files are dropped, tried, imported, and the rejected line comes as a file", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("generalSystemAdministrator");
  await page.getByRole("navigation").getByRole("link", { name: "Import" }).click();
  await expect(headline(page)).toHaveText("Import");
  await expect(page.getByText("Nothing was imported here in the last seven days.")).toBeVisible();

  const transfer = await page.evaluateHandle(
    (files) => {
      const data = new DataTransfer();
      for (const { name, text } of files) data.items.add(new File([text], name));
      return data;
    },
    [loansCsv("d", "march.csv"), usersCsv("d")],
  );
  await page
    .getByText("Drop them here or choose them")
    .dispatchEvent("drop", { dataTransfer: transfer });
  await page.getByRole("button", { name: "Send and check" }).click();
  await expect(page.getByText("Choose what march.csv holds, or remove it.")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("What march.csv holds").selectOption("loans");
  await page.getByRole("button", { name: "Send and check" }).click();

  await expect(page.getByText(tried)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("20 users read: 20 new.")).toBeVisible();
  await expect(page.getByText("51 loans read: 50 new and 1 rejected.")).toBeVisible();
  expect(await library.ask("SELECT FROM patron.users WHERE primary_id LIKE 'd%'")).toEqual([]);
  await expectAccessible(page);

  await whileOthersImport(async () => {
    await page.getByRole("button", { name: "Import now" }).click();
    await expect(page.getByText("Another import is under way.")).toBeVisible();
    await page.reload();
    await expect(page.getByText("Another import is under way.")).toBeVisible();
    await expectAccessible(page);
  });
  await expect(page.getByText("The import is done. 1 line was left out.")).toBeVisible();
  await expect(page.getByText("51 loans read: 50 new and 1 rejected.")).toBeVisible();
  expect(
    await library.ask("SELECT count(*)::int AS n FROM patron.users WHERE primary_id LIKE 'd%'"),
  ).toEqual([{ n: 20 }]);

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download rejected lines" }).click();
  const file = await (await downloading).path();
  expect((await readFile(file, "utf8")).split("\r\n")[1]).toBe(
    "march.csv,52,,primary_id,No user has this primary ID.",
  );
  await page.getByRole("link", { name: "Back to Import" }).click();
  await expect(page.getByRole("row", { name: /march\.csv and users\.csv/ })).toContainText(
    "Completed, lines rejected",
  );
});

test("an upload outlives a lost connection, and one that was cut off goes on where it was", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("generalSystemAdministrator");
  await page.goto("/import");
  const folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  const files = await Promise.all(
    [usersCsv("c"), loansCsv("c")].map(async ({ name, text }) => {
      await writeFile(path.join(folder, name), text);
      return path.join(folder, name);
    }),
  );
  // The second file's first piece never gets an answer; the first file's gets one at the second try.
  let lost = 0;
  await page.route(/\/files\/0\?/, (route) => (lost++ === 0 ? route.abort() : route.continue()));
  await page.route(/\/files\/1\?/, () => {});
  await page.getByLabel("Files", { exact: true }).setInputFiles(files);
  await page.getByRole("button", { name: "Send and check" }).click();
  await expect(page.getByText("Sending.", { exact: false })).toBeVisible();
  const ofUsers = page.getByRole("progressbar", { name: "Upload of users.csv" });
  await expect(ofUsers).toHaveAttribute("aria-valuenow", "100");
  await expectAccessible(page);

  page.once("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await page.unrouteAll();
  await expect(page.getByText("This upload is not complete.")).toBeVisible();
  await expectAccessible(page);
  const input = page.getByLabel("Choose again: loans.csv");
  await input.setInputFiles(fileOf(loansCsv("another")));
  await expect(page.getByText(/Choose loans\.csv, unchanged since the upload began/)).toBeVisible();
  await input.setInputFiles(files);
  await expect(page.getByText(tried)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("51 loans read: 50 new and 1 rejected.")).toBeVisible();
  await page.getByRole("button", { name: "Discard the files" }).click();
  const question = page.getByRole("alertdialog", { name: "Discard the files?" });
  await expect(question).toContainText(/users\.csv and loans\.csv, [\d.]+ kB/i);
  await question.getByRole("button", { name: "Keep them" }).click();
  await expect(page.getByText(tried)).toBeVisible();
  await page.getByRole("button", { name: "Discard the files" }).click();
  await question.getByRole("button", { name: "Discard the files" }).click();
  await expect(headline(page)).toHaveText("Import");
  await rm(folder, { recursive: true });
});

test("an import can be stopped and discarded by keyboard alone, and leaves nothing", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/import");
  await whileOthersImport(async () => {
    await page.getByLabel("Files", { exact: true }).setInputFiles(fileOf(usersCsv("stopped")));
    await page.getByRole("button", { name: "Send and check" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByText("Another import is under way.")).toBeVisible({ timeout: 20_000 });
    await page.getByRole("button", { name: "Stop" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByText("Stopped. Nothing was imported.")).toBeVisible({ timeout: 20_000 });
  });
  await page.getByRole("button", { name: "Discard the files" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Keep them" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(headline(page)).toHaveText("Import");
  expect(await library.ask("SELECT FROM patron.users WHERE primary_id LIKE 'stopped%'")).toEqual(
    [],
  );
});

test("who is no General System Administrator does not import", async ({ page, signIn }) => {
  await signIn("userAdministrator", "fulfillmentAdministrator", "auditor");
  await expect(page.getByRole("link", { name: "Import" })).toHaveCount(0);
  await page.goto("/import");
  await expect(page.getByText(/your roles do not allow/i)).toBeVisible();
});
