import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, expectAccessible, test } from "./fixtures.ts";

const dayBefore = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Fees closed 10, 20, … 200 days ago. */
const fees = 20;

test.beforeAll(async ({ library }) => {
  const folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  const lines = Array.from({ length: fees }, (_, n) => n + 1);
  await writeFile(
    path.join(folder, "users.csv"),
    ["primary_id,last_name,user_group", "whatif1,Walker,STUDENT", ""].join("\n"),
  );
  await writeFile(
    path.join(folder, "fees.csv"),
    [
      "fee_id,primary_id,type,status,library,original_amount,created,closed",
      ...lines.map(
        (n) => `W${n},whatif1,OVERDUE,closed,WHATIF,5,${dayBefore(300)},${dayBefore(n * 10)}`,
      ),
      "",
    ].join("\n"),
  );
  await library.lethe("import", folder);
  await rm(folder, { recursive: true });
});
test.beforeEach(({ library }) => library.ask("DELETE FROM console.anonymization_rules"));
test.afterAll(({ library }) => library.ask("DELETE FROM console.anonymization_rules"));

test("an edited rule is compared with the saved ones before it is saved, and rules that decide nothing are marked", async ({
  page,
  library,
  signIn,
}) => {
  const rule = async (position: number, name: string, days: number) => {
    await library.ask(
      `WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize) VALUES ('fees', $1, $2, true) RETURNING id)
       INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number) SELECT id, 1, 'daysSinceEnded', '>', $3 FROM rule`,
      [position, name, days],
    );
  };
  await rule(1, "Long ago", 100);
  await rule(2, "Longer ago", 150);
  const closed = async (days: number) =>
    (
      await library.ask<{ n: number }>(
        "SELECT count(*)::int AS n FROM patron.fee_links WHERE ended_on < current_date - $1::int",
        [days],
      )
    )[0]?.n ?? 0;
  const [asSaved, asDrafted, longer] = [await closed(100), await closed(50), await closed(150)];
  expect(asDrafted).toBeGreaterThan(asSaved);

  await signIn("fulfillmentAdministrator");
  await page.goto("/fulfillment-jobs/rules/fees");
  await page.getByRole("button", { name: "Count what each rule decides" }).click();
  const second = page.getByRole("row").filter({ hasText: "Longer ago" });
  await expect(second.getByText("Decides nothing")).toBeVisible();
  await expect(second.getByText(`What it matches, ${longer}, is decided by rule 1.`)).toBeVisible();

  await page.getByRole("link", { name: "Long ago", exact: true }).click();
  const days = page.getByRole("textbox", { name: "Days since ended" });
  await days.fill("");
  const compare = page.getByRole("button", { name: "Compare", exact: true });
  await expect(compare).toBeDisabled();
  await days.fill("50");
  await compare.click();
  await expect(
    page.getByText(
      `As saved ${asSaved} fees would go; as drafted ${asDrafted}, which is ${asDrafted - asSaved} more.`,
    ),
  ).toBeVisible();
  await expect(
    page.getByText(`${asDrafted - asSaved} by the default rule`, { exact: false }),
  ).toBeVisible();
  await days.fill("40");
  await expect(page.getByText("The rules have changed since.")).toBeVisible();
  // A header that stays over a control is not what is looked for.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessible(page);

  const stored = await library.ask<{ number: number }>(
    "SELECT number FROM console.rule_conditions ORDER BY number",
  );
  expect(stored).toEqual([{ number: 100 }, { number: 150 }]);
});

test("the default rule is tried before it is saved", async ({ page, library, signIn }) => {
  const [{ n } = { n: 0 }] = await library.ask<{ n: number }>(
    "SELECT count(*)::int AS n FROM patron.fee_links WHERE ended_on IS NOT NULL",
  );
  await signIn("fulfillmentAdministrator");
  await page.goto("/fulfillment-jobs/rules/fees");
  await page.getByLabel("Output of the default rule").selectOption("True");
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(page.getByText(`As saved 0 fees would go; as drafted ${n}`)).toBeVisible();
  const saved = () =>
    library.ask(
      "SELECT default_anonymize AS yes FROM console.anonymization_families WHERE family = 'fees'",
    );
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: "Let all fees go that no rule keeps?" });
  await expect(question).toContainText(`As of now ${n} finished fees would go`);
  await expectAccessible(page);
  await question.getByRole("button", { name: "Keep it False" }).click();
  expect(await saved()).toEqual([{ yes: false }]);
  await page.getByLabel("Output of the default rule").selectOption("False");
  await expect(page.getByRole("heading", { name: "What if" })).toHaveCount(0);
  await page.getByLabel("Output of the default rule").selectOption("True");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await question.getByRole("button", { name: "Save the default rule as True" }).click();
  await expect(question).toHaveCount(0);
  await expect.poll(saved).toEqual([{ yes: true }]);
  await page.getByLabel("Output of the default rule").selectOption("False");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(saved).toEqual([{ yes: false }]);
});

test("a record says which rule decides it, and what becomes of it", async ({
  page,
  library,
  signIn,
}) => {
  await library.ask(
    `WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize) VALUES ('fees', 1, 'After 30 days', true) RETURNING id)
     INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number) SELECT id, 1, 'daysSinceEnded', '>', 30 FROM rule`,
  );
  await library.ask(
    "UPDATE console.anonymization_families SET records = true WHERE family = 'fees'",
  );
  await signIn("fulfillmentAdministrator");
  for (const [number, decides] of [
    ["W20", "Today rule 1, “After 30 days”, decides: anonymize it."],
    ["W1", "Today no rule matches, so the default rule decides: keep it."],
  ] as const) {
    await page.goto("/records");
    await page.getByLabel("Find by").selectOption("Number in the source system");
    await page.getByLabel("Kind of record").selectOption("Fee");
    await page.getByLabel("Barcode or number").fill(number);
    await page.getByRole("button", { name: "Find", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Fee \d+$/);
    await expect(page.getByText(decides)).toBeVisible();
    await expect(page.getByText("Walker")).toHaveCount(0);
    expect(page.url()).not.toContain(number);
  }
  await expectAccessible(page);
  await library.ask("UPDATE console.anonymization_families SET records = false");
});
