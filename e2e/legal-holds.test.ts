import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, expectAccessible, test, type Library } from "./fixtures.ts";

const dayFrom = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A reader with one finished loan. */
async function importReader(library: Library): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  await writeFile(path.join(folder, "users.csv"), "primary_id,last_name\nlh-0001,Haddad\n");
  await writeFile(
    path.join(folder, "loans.csv"),
    `loan_id,primary_id,item_barcode,library,loan_date,return_date\nLH1,lh-0001,B-LH,MAIN,${dayFrom(-90)},${dayFrom(-60)}\n`,
  );
  await library.lethe("import", folder);
  await rm(folder, { recursive: true });
  const [user] = await library.ask<{ id: string }>(
    "SELECT id FROM patron.users WHERE primary_id = 'lh-0001'",
  );
  return user?.id ?? "";
}

test("a person is held, seen as held, due for review, and released", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(240_000);
  const user = await importReader(library);
  await signIn("fulfillmentAdministrator");
  await page.getByRole("link", { name: "Legal Holds" }).click();
  await expect(page.getByText("Nobody is on legal hold.")).toBeVisible();
  await page.getByRole("link", { name: "Place a Hold" }).click();

  await page.getByRole("button", { name: "Place the Hold" }).click();
  await expect(
    page.getByText("Enter a person, or choose a set; one of the two.").first(),
  ).toBeVisible();
  await page.getByLabel("Person").fill("nobody at all");
  await page.getByLabel("Reason").fill("Claim 2026-17");
  await page.getByLabel("Owner").fill("Legal Department");
  await page.getByLabel("Review date").fill(dayFrom(30));
  await page.getByRole("button", { name: "Place the Hold" }).click();
  await expect(page.getByText("Nobody has this primary ID or identifier.")).toBeVisible();
  await expect(page.getByLabel("Reason")).toHaveValue("Claim 2026-17");
  await page.getByLabel("Person").fill("LH-0001");
  await page.getByRole("button", { name: "Place the Hold" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Hold \d+$/ })).toBeVisible();
  await expect(page.getByText("Haddad (lh-0001)")).toBeVisible();
  await expectAccessible(page);
  const hold = new URL(page.url()).pathname;

  const preview = await page.request.get("/api/anonymization/preview");
  const { families } = (await preview.json()) as {
    families: { loans: { heldBack: { reason: string; records: number }[] } };
  };
  expect(families.loans.heldBack).toContainEqual({ reason: "Legal hold", records: 1 });

  await library.ask("UPDATE patron.legal_holds SET review_on = current_date");
  await page.goto("/");
  await page.getByText("1 legal hold is due for review.").getByRole("link").click();
  await expect(page.getByRole("cell", { name: "Claim 2026-17" })).toBeVisible();
  await expectAccessible(page);

  await page.goto(hold);
  await page.getByRole("button", { name: /^Release the Hold/ }).click();
  await page.getByRole("button", { name: "Release the hold", exact: true }).click();
  await expect(page.getByText("Released. The rules decide again")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByText("Persons held by it")).toBeVisible();
  expect(await library.ask("SELECT * FROM patron.held_users")).toEqual([]);

  await page.goto(`/legal-holds/add`);
  await expectAccessible(page);
  await page.getByLabel("Person").fill(`ID ${user}`);
  await page.getByLabel("Reason").fill("Claim 2026-18");
  await page.getByLabel("Owner").fill("Legal Department");
  await page.getByLabel("Review date").fill(dayFrom(30));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Haddad (lh-0001)")).toBeVisible();

  await page.context().clearCookies();
  await signIn("userManager");
  await page.goto(`/users/${user}`);
  await expect(page.getByText("On legal hold", { exact: true })).toBeVisible();
  await expect(page.getByText("Claim 2026-18")).toHaveCount(0);
  await expect(page.getByText(/until hold \d+ is released/)).toBeVisible();
  await expect(page.getByRole("link", { name: /^hold \d+$/ })).toHaveCount(0);
  await page.goto("/legal-holds");
  await expect(page.getByText(/your roles do not allow/i)).toBeVisible();

  await page.context().clearCookies();
  await signIn("generalSystemAdministrator");
  await page.goto(`/users/${user}/deletion`);
  await expect(page.getByText("This user cannot be deleted now: legal hold.")).toBeVisible();
  await page
    .getByText("They stay until")
    .getByRole("link", { name: /^hold \d+$/ })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /^Hold \d+$/ })).toBeVisible();
  await library.ask(
    "WITH gone AS (DELETE FROM patron.legal_hold_members) UPDATE patron.legal_holds SET released_at = now() WHERE released_at IS NULL",
  );
});
