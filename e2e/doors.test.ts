import { expect, makeKey, test } from "./fixtures.ts";

/* What only the real server does between the network and a handler. */

const MiB = 1024 ** 2;

/** A file of IDs that nobody has, of that size, and how many they are. */
function setFile(bytes: number) {
  const line = (n: number) => `nobody-${String(n).padStart(9, "0")},${"x".repeat(500)}\n`;
  const count = Math.floor(bytes / line(0).length);
  return {
    count,
    text: `Primary ID,Note\n${Array.from({ length: count }, (_, n) => line(n)).join("")}`,
  };
}

test("a set file is taken whole or refused, however it is sent", async ({
  page,
  signIn,
  baseURL,
}) => {
  await signIn("generalSystemAdministrator");
  const authorization = `Bearer ${await makeKey(page, "Large files", "users.write")}`;
  const post = (path: string, body: BodyInit, more: RequestInit = {}) =>
    fetch(`${baseURL}${path}`, { method: "POST", headers: { authorization }, body, ...more });
  const made = await post("/api/sets", JSON.stringify({ name: "Large files" }));
  const { id } = (await made.json()) as { id: number };
  const uploads = `/api/sets/${id}/uploads`;
  const inChunks = (text: string) =>
    post(uploads, new Blob([text]).stream(), { duplex: "half" } as RequestInit);

  const { text, count } = setFile(15 * MiB);
  for (const sent of [await post(uploads, text), await inChunks(text)]) {
    expect(sent.status).toBe(201);
    expect(await sent.json()).toMatchObject({ notFound: count });
  }
  const tooLarge = setFile(20 * MiB).text;
  for (const sent of [await post(uploads, tooLarge), await inChunks(tooLarge)]) {
    expect(sent.status).toBe(413);
  }
});

test("pages, errors, redirects and downloads may not be framed, guessed at or kept, and no two share a nonce", async ({
  page,
  signIn,
  baseURL,
}) => {
  await signIn("generalSystemAdministrator");
  const authorization = `Bearer ${await makeKey(page, "Downloads", "audit.read")}`;
  const get = (path: string) =>
    fetch(`${baseURL}${path}`, { headers: { authorization }, redirect: "manual" });
  const answers = await Promise.all(
    [
      "/sign-in",
      "/api/nothing",
      "/api/audit?format=csv&day=never",
      "/users",
      "/api/audit?format=csv",
    ].map(get),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 400, 307, 200]);
  const policies = answers.map(({ headers }) => headers.get("content-security-policy") ?? "");
  const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
  expect(new Set(nonces).size).toBe(answers.length);
  for (const policy of policies) expect(policy).toContain("frame-ancestors 'none'");
  for (const { headers } of answers) {
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toContain("no-store");
  }
  expect(await answers[0]?.text()).toContain(`nonce="${nonces[0]}"`);
  expect((await get("/_next/image?url=%2Ficon.svg&w=64&q=75")).status).toBe(404);
});

test("tries to sign in are counted by the address they came from, whatever they say of it", async ({
  library,
  baseURL,
}) => {
  await library.ask("DELETE FROM console.staff_rate_limits");
  const body = JSON.stringify({ email: "nobody@example.org", password: "not this password" });
  const headers = { origin: baseURL ?? "", "content-type": "application/json" };
  const tried = await fetch(`${baseURL}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { ...headers, "x-forwarded-for": "203.0.113.9" },
    body,
  });
  expect(tried.status).toBe(401);
  const counted = await library.ask<{ key: string }>(
    "SELECT key FROM console.staff_rate_limits WHERE key LIKE '%|/sign-in/email'",
  );
  expect(counted.map(({ key }) => key)).toEqual([expect.not.stringContaining("203.0.113.9")]);
  expect(counted[0]?.key).not.toContain("no-trusted-ip");
});

test("nobody is led to another site by the address to go on to", async ({
  page,
  signIn,
  baseURL,
}) => {
  await signIn("auditor");
  await page.goto("/sign-in?next=/.//evil.example");
  expect(new URL(page.url()).origin).toBe(baseURL);
});

test("somebody sees where they are signed in, signs out there, and sets a password of their own", async ({
  page,
  library,
  signIn,
  browser,
}) => {
  await signIn("auditor", "userManager");
  await page.getByRole("link", { name: "My Account" }).click();
  await expect(page.getByRole("row", { name: /, here/ })).toHaveCount(1);
  const elsewhere = await browser.newContext({ storageState: await page.context().storageState() });
  await page.context().clearCookies();
  await signIn("auditor", "userManager");
  await page.goto("/my-account");
  await expect(page.getByRole("table", { name: "Sessions" }).getByRole("row")).toHaveCount(3);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("You are signed out everywhere else.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Sessions" }).getByRole("row")).toHaveCount(2);
  const there = await elsewhere.newPage();
  await there.goto("/my-account");
  await expect(there.getByRole("button", { name: "Sign in" })).toBeVisible();
  await elsewhere.close();

  const fill = async (current: string, next: string) => {
    await page.getByLabel("Current password").fill(current);
    await page.getByLabel("New password", { exact: true }).fill(next);
    await page.getByLabel("New password again").fill(next);
    await page.getByRole("button", { name: "Change the password" }).click();
  };
  await fill("not the password", "quite another long password");
  await expect(page.getByText("This is not your current password")).toBeVisible();
  // The accounts of these stories keep their password.
  await fill("a long enough password", "a long enough password");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await library.ask("DELETE FROM console.staff_rate_limits");
});
