import { expect, expectAccessible, makeKey, test } from "./fixtures.ts";

test("a script finds a user, changes them and makes sets, and the screens show it", async ({
  page,
  signIn,
  library,
  playwright,
  baseURL,
}) => {
  await library.ask(
    "INSERT INTO patron.users (primary_id, last_name, campus) SELECT 'api-' || n, 'Script', 'QUAY' FROM generate_series(1, 3) n",
  );
  await signIn("generalSystemAdministrator");
  const key = await makeKey(page, "Registry", "users.read", "users.write");
  const script = await playwright.request.newContext({
    baseURL,
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  });
  const read = async <T>(path: string) => (await (await script.get(path)).json()) as T;
  const post = async <T>(path: string, data: unknown) =>
    (await (await script.post(path, { data })).json()) as T;

  const text = { in: "primaryId", words: "api-1" };
  const { users } = await post<{ users: { id: number }[] }>("/api/users/query", { text });
  const id = users[0]?.id ?? 0;
  const { version } = await read<{ version: string }>(`/api/users/${id}`);
  const change = { version, expiryDate: "2027-09-30" };
  expect((await script.put(`/api/users/${id}`, { data: change })).status()).toBe(200);
  expect((await script.put(`/api/users/${id}`, { data: change })).status()).toBe(409);
  const note = { kind: "note", text: "From the registry", type: null, userViewable: false };
  const added = await post<{ id: number; version: string }>(`/api/users/${id}/parts`, {
    ...note,
    popup: false,
  });
  await page.goto(`/users/${id}`);
  await expect(page.getByLabel("Expiry date")).toHaveValue("2027-09-30");
  await page.goto(`/users/${id}/notes`);
  await expect(page.getByRole("rowheader", { name: "From the registry" })).toBeVisible();
  const part = `/api/users/${id}/parts/${added.id}?kind=note&version=${added.version}`;
  expect((await script.delete(part)).status()).toBe(200);
  await page.goto(`/users/${id}/history`);
  await expect(page.getByRole("row", { name: /note/i })).toHaveCount(2);

  const query = {
    version: 1,
    match: "all",
    conditions: [{ field: "campus", operator: "in", value: ["QUAY"] }],
  };
  const search = { query };
  const quay = await post<{ id: number }>("/api/sets", { name: "Quay", kind: "logical", search });
  const one = await post<{ id: number }>("/api/sets", { name: "One", ids: ["api-1", "nobody"] });
  const combined = { name: "Quay but one", first: quay.id, combination: "not", second: one.id };
  const rest = await post<{ id: number; members: number }>("/api/sets/combinations", combined);
  expect(rest.members).toBe(2);
  await page.goto(`/sets/${rest.id}`);
  await expect(page.getByRole("heading", { level: 1, name: "Quay but one" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Script/ })).toHaveCount(2);
  for (const { id: set } of [rest, one, quay]) {
    expect((await script.delete(`/api/sets/${set}?version=1`)).status()).toBe(200);
  }
  expect((await script.get(`/api/sets/${quay.id}`)).status()).toBe(404);
  expect((await script.get("/api/audit")).status()).toBe(403);
  await script.dispose();
});

test("the reference shows each shape that a body can take", async ({ page, signIn }) => {
  await signIn("generalSystemAdministrator");
  await page.goto("/api-keys/reference?search=takes+its+place");
  await expect(page.getByRole("cell", { name: /^\{ kind: "email", email: text/ })).toBeVisible();
  await expectAccessible(page);
});
