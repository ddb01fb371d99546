import type { APIRequestContext } from "@playwright/test";
import { expect, expectAccessible, makeKey, test } from "./fixtures.ts";

const ask = (request: APIRequestContext, key: string, path: string) =>
  request.get(path, { headers: { authorization: `Bearer ${key}` } });

test("a script comes in with a key from the screen, does what it may, and is out when it is revoked", async ({
  page,
  signIn,
  playwright,
  baseURL,
}) => {
  await signIn("generalSystemAdministrator");
  const key = await makeKey(page, "Nightly report", "institution.write", "overview.read");
  await expectAccessible(page);
  expect(key).toMatch(/^lethe_\w{8}_[\w-]{43}$/);
  const script = await playwright.request.newContext({ baseURL });

  const institution = (await (await ask(script, key, "/api/institution")).json()) as object;
  const saved = await script.put("/api/institution", {
    headers: { authorization: `Bearer ${key}` },
    data: { ...institution, name: "Named by a script" },
  });
  expect(await saved.json()).toMatchObject({ name: "Named by a script", moved: 0 });
  const again = await script.put("/api/institution", {
    headers: { authorization: `Bearer ${key}` },
    data: { ...institution, name: "Named too late" },
  });
  expect(again.status()).toBe(409);
  expect((await ask(script, key, "/api/audit")).status()).toBe(403);

  await page.goto("/audit");
  const entry = page.getByRole("row", { name: /changed institution/ }).first();
  await expect(entry).toContainText("Key Nightly report");
  await expect(entry).toContainText("Named by a script");

  await page.goto("/api-keys");
  const row = page.getByRole("row", { name: /Nightly report/ });
  await expect(row).toContainText("Active");
  await expect(row).not.toContainText("Never");
  await expect(page.getByText(key)).toHaveCount(0);
  await row.getByRole("button", { name: "Revoke Nightly report" }).click();
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await expect(row).toContainText("Revoked");
  await expect(page.getByText("Revoked. It opens nothing from now on.")).toBeVisible();
  const refused = await ask(script, key, "/api/institution");
  expect(refused.status()).toBe(401);
  expect(await refused.json()).toEqual({ error: expect.stringMatching(/^This key is revoked\./) });
  await script.dispose();
});

test("starting runs needs a tick of its own", async ({ page, signIn, playwright, baseURL }) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/api-keys/add");
  const apart = page.getByRole("group", { name: "Starts what cannot be undone" });
  await expect(apart.getByRole("checkbox").first()).toBeVisible();
  await expect(apart.getByRole("checkbox", { checked: true })).toHaveCount(0);
  const careful = await makeKey(page, "Careful", "anonymization.read", "anonymization.write");
  const runner = await makeKey(page, "Runner", "anonymization.run");
  const script = await playwright.request.newContext({ baseURL });
  const start = (key: string) =>
    script.post("/api/job-runs", {
      headers: { authorization: `Bearer ${key}`, "idempotency-key": "of-this-story" },
      data: { job: "anonymization" },
    });
  expect((await start(careful)).status()).toBe(403);
  const started = await start(runner);
  expect(started.status()).toBe(202);
  expect(await (await start(runner)).json()).toEqual(await started.json());
  await page.goto(`/monitor-jobs/${((await started.json()) as { id: number }).id}`);
  await expect(page.getByText("Key Runner")).toBeVisible();
  await script.dispose();
});

test("a form for a key says what is wrong, each in its place", async ({ page, signIn }) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/api-keys/add");
  await page.getByLabel("Valid for (days)").fill("366");
  await page.getByRole("button", { name: "Make the key" }).click();
  await expect(page.getByText("Give the key a name").first()).toBeVisible();
  await expect(page.getByText("Enter whole days, from 1 to 365.").first()).toBeVisible();
  await expect(page.getByText("Tick at least one scope").first()).toBeVisible();
  await expectAccessible(page);
});

test("the reference is searched, and its command leads to the answer", async ({
  page,
  signIn,
  baseURL,
}) => {
  await signIn("generalSystemAdministrator");
  const key = await makeKey(page, "Reader", "overview.read");
  await page.goto("/api-keys/reference");
  const abortion = page.getByText("Ask a run to stop");
  await expect(abortion).toBeVisible();
  await page.getByLabel("Search").fill("still names a patron");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(abortion).toHaveCount(0);
  const command = await page
    .getByRole("group", { name: "Example of GET /api/overview" })
    .innerText();
  expect(command).toContain(`${baseURL}/api/overview`);
  const address = /'(http[^']+)'/.exec(command)?.[1] ?? "";
  const answer = await page.request.get(address, { headers: { authorization: `Bearer ${key}` } });
  expect(await answer.json()).toMatchObject({ named: expect.any(Array) });
  await page.getByLabel("Search").fill("no such thing");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("Nothing of the API holds all of these words.")).toBeVisible();
});

test("each request has a page of its own, by a click and the keyboard, and a place in the list", async ({
  page,
  signIn,
}) => {
  await signIn("userManager");
  await page.goto("/api-keys/reference#postJobRunsIdAbortion");
  const line = page.getByRole("link", { name: "Ask a run to stop" });
  await expect(line).toBeInViewport();
  await line.press("Enter");
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("POST /api/job-runs/{id}/abortion");
  await expect(page.getByText("Scope: anonymization.run")).toBeVisible();
  await expect(page.getByRole("table", { name: /^What POST .* answers, with \d+/ })).toBeVisible();
  await page.goBack();
  await expect(line).toBeInViewport();
  await line.press("Enter");
  await page.getByRole("link", { name: "All requests" }).press("Enter");
  await expect(heading).toHaveText("API");
  await page.goto("/api-keys/reference/noSuchOperation");
  await expect(heading).toHaveText("There is no such page");
});

test("whoever asks gets the description of the API, without a key", async ({ request }) => {
  const answer = await request.get("/api/openapi.json");
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ openapi: "3.1.0", paths: { "/api/job-runs": {} } });
});
