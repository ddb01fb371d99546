import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** A page whose scripts wait until they are let go. */
async function openWithoutScripts(page: Page, address: string): Promise<() => void> {
  let go = () => {};
  const promise = new Promise<void>((resolve) => (go = resolve));
  await page.route("**/_next/static/**/*.js*", async (route) => {
    await promise;
    await route.continue();
  });
  await page.goto(address, { waitUntil: "commit" });
  return go;
}

test("what was entered before a page's scripts are there is not lost", async ({ page, signIn }) => {
  await signIn("generalSystemAdministrator");
  let go = await openWithoutScripts(page, "/fulfillment-jobs/rules/fees/add");
  const name = page.getByLabel("Name");
  const output = page.getByLabel("Anonymize", { exact: true });
  await name.fill("Entered early");
  await output.selectOption("true");
  go();
  // Draws the form anew with what it knows.
  await page.getByRole("button", { name: "Add a Parameter" }).click();
  await page.getByRole("textbox", { name: "Days since ended" }).fill("30");
  await expect(page.getByText(/^Anonymize fines and fees/).first()).toBeVisible();
  await expect(name).toHaveValue("Entered early");
  await expect(output).toHaveValue("true");

  go = await openWithoutScripts(page, "/institution");
  await page.getByLabel("Name").fill("Named early");
  go();
  await expect(page.getByRole("button", { name: "Save" })).toBeEnabled();
  await expect(page.getByLabel("Name")).toHaveValue("Named early");
});

test("conditions cannot be chosen before there is something that keeps them", async ({
  page,
  signIn,
}) => {
  await signIn("userAdministrator");
  const go = await openWithoutScripts(page, "/users/advanced");
  const inert = page.locator("[inert]").filter({ has: page.locator("select") });
  await expect(inert).toHaveCount(1);
  go();
  await expect(inert).toHaveCount(0);
  await page.getByLabel("Field").selectOption({ label: "Note text" });
  await page.getByLabel("Value of Note text").fill("Quay");
  await expect(page.getByText(/Quay/)).toBeVisible();
});
