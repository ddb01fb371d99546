import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { e2eAddress } from "../test/e2e-library.ts";
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

/** Lethe behind a slow line: its pages come in two pieces, the first ending with these words. */
async function behindSlowLine(cut: string, work: (address: string) => Promise<void>) {
  const pass = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const { cookie = "" } = request.headers;
    const answer = await fetch(e2eAddress() + request.url, { headers: { cookie } });
    const type = answer.headers.get("content-type") ?? "";
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { "content-type": type });
    const at = type.startsWith("text/html") ? body.indexOf(cut) : -1;
    if (at >= 0) {
      response.write(body.subarray(0, at + cut.length));
      await sleep(300);
    }
    response.end(body.subarray(at < 0 ? 0 : at + cut.length));
  };
  const line = http.createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => line.listen(0, resolve));
  try {
    await work(`http://localhost:${(line.address() as AddressInfo).port}`);
  } finally {
    line.closeAllConnections();
    line.close();
  }
}

test("a condition is there on a slow line too, wherever its page is cut in two", async ({
  page,
  signIn,
}) => {
  await signIn("userManager");
  for (const cut of ['<option value="accountType">', "in list</option>", '<ol class="']) {
    await behindSlowLine(cut, async (address) => {
      await page.goto(`${address}/users/advanced`);
      await expect(page.getByLabel("Field"), `cut after ${cut}`).toBeVisible();
    });
  }
});
