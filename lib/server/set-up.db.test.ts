import { hashPassword } from "better-auth/crypto";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { addStaff, setStaffDisabled } from "#db/queries/staff.ts";
import { acceptInvitation, deadLink, makeFirstStaff, readInvitation } from "./set-up.ts";
import { makeSetupToken, setupLink } from "./setup-link.ts";
import { staffOf } from "./session.ts";
import { asWeb, known, makeStaff, ownDatabase, password, signedIn } from "./testing.ts";

vi.mock("better-auth/crypto", { spy: true });

const base = "http://localhost:3000";
const first = { name: "Ada", email: "Ada@example.org", password };

let own: Awaited<ReturnType<typeof ownDatabase>> | undefined;
beforeEach(async () => {
  await own?.end();
  own = await ownDatabase();
});
afterAll(() => own?.end());

const here = () => {
  if (!own) throw new Error("no database");
  return own;
};
const tokenOf = (link: string | null) => new URL(link ?? "").searchParams.get("token") ?? "";
const makeLink = async () => tokenOf(await setupLink(here().url, base));

test("the first start's link makes a General System Administrator who can sign in", async () => {
  const token = await makeLink();
  expect(await readInvitation(token)).toEqual({ kind: "first" });
  await makeFirstStaff(token, first);
  const person = await staffOf(await signedIn("ada@example.org"));
  expect(person).toMatchObject({ name: "Ada", roles: ["generalSystemAdministrator"] });
});

test("there is no link once somebody can sign in", async () => {
  await makeFirstStaff(await makeLink(), first);
  expect(await setupLink(here().url, base)).toBeNull();
});

test("the link is not in the database", async () => {
  const token = await makeLink();
  const { rows } = await here().pool.query("select to_jsonb(l) as link from console.setup_links l");
  expect(JSON.stringify(rows)).not.toContain(token);
});

test("a link works once, also for two at the same time", async () => {
  const token = await makeLink();
  const both = await Promise.allSettled([
    makeFirstStaff(token, first),
    makeFirstStaff(token, { ...first, email: "bob@example.org" }),
  ]);
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(makeFirstStaff(token, first)).rejects.toThrow(deadLink);
  expect(await readInvitation(token)).toBeNull();
});

test("a newer link ends the older one, and a day ends both", async () => {
  const [older, newer] = [await makeLink(), await makeLink()];
  expect(await readInvitation(older)).toBeNull();
  await here().pool.query(
    "update console.setup_links set expires_at = now() - interval '1 second'",
  );
  expect(await readInvitation(newer)).toBeNull();
  await expect(makeFirstStaff(newer, first)).rejects.toThrow(deadLink);
  expect(await readInvitation("never made")).toBeNull();
});

test("no password is hashed for a link that opens nothing", async () => {
  const token = await makeLink();
  vi.mocked(hashPassword).mockClear();
  await expect(makeFirstStaff("never made", first)).rejects.toThrow(deadLink);
  await expect(acceptInvitation("never made", password)).rejects.toThrow(deadLink);
  await expect(acceptInvitation(token, password)).rejects.toThrow(deadLink);
  expect(hashPassword).not.toHaveBeenCalled();
  await makeFirstStaff(token, first);
  expect(hashPassword).toHaveBeenCalledOnce();
});

test("a link that fails stays whole", async () => {
  await asWeb((tx) => addStaff(tx, { name: "A", email: "ada@example.org", roles: ["auditor"] }));
  const token = await makeLink();
  await expect(makeFirstStaff(token, first)).rejects.toThrow("already has an account");
  await makeFirstStaff(token, { ...first, email: "other@example.org" });
});

test("an invited person chooses a password, and the link is for that account alone", async () => {
  await makeFirstStaff(await makeLink(), first);
  const token = await asWeb(async (tx) => {
    const invited = { name: "Eve", email: "eve@example.org", roles: ["auditor" as const] };
    const { id } = await addStaff(tx, invited);
    return makeSetupToken(tx, id);
  });
  expect(await readInvitation(token)).toEqual({
    kind: "staff",
    name: "Eve",
    email: "eve@example.org",
  });
  await expect(makeFirstStaff(token, first)).rejects.toThrow(deadLink);
  expect(await acceptInvitation(token, password)).toBe("eve@example.org");
  expect((await staffOf(await signedIn("eve@example.org")))?.roles).toEqual(["auditor"]);
});

test("a new password ends the sessions of the old one", async () => {
  const id = await makeStaff("old@example.org", "auditor");
  const headers = await signedIn("old@example.org");
  const token = await asWeb((tx) => makeSetupToken(tx, id));
  await acceptInvitation(token, "another long password");
  expect(await staffOf(headers)).toBeNull();
});

test("a disabled account is not opened by a link made before", async () => {
  await makeStaff("admin@example.org", "generalSystemAdministrator");
  const id = await makeStaff("off@example.org", "auditor");
  const token = await asWeb((tx) => makeSetupToken(tx, id));
  const change = { ...(await known(id)), disabled: true };
  await asWeb((tx) => setStaffDisabled(tx, change, { id: "another" }));
  await expect(acceptInvitation(token, password)).rejects.toThrow(deadLink);
});
