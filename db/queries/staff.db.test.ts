import { afterAll, beforeEach, expect, test } from "vitest";
import { asWeb, known, makeStaff, ownDatabase } from "#lib/server/testing.ts";
import { addStaff, changeStaffRoles, setStaffDisabled } from "./staff.ts";
import { listStaff } from "./staff-list.ts";

let own: Awaited<ReturnType<typeof ownDatabase>> | undefined;
beforeEach(async () => {
  await own?.end();
  own = await ownDatabase();
});
afterAll(() => own?.end());

const admin = "generalSystemAdministrator" as const;
const disable = async (id: string, by: string) => {
  const change = { ...(await known(id)), disabled: true };
  return asWeb((tx) => setStaffDisabled(tx, change, { id: by }));
};
const demote = async (id: string) => {
  const change = { ...(await known(id)), roles: ["auditor" as const] };
  return asWeb((tx) => changeStaffRoles(tx, change));
};

test("nobody disables their own account", async () => {
  const [one] = [
    await makeStaff("one@example.org", admin),
    await makeStaff("two@example.org", admin),
  ];
  await expect(disable(one, one)).rejects.toThrow("their own account");
});

test("the last General System Administrator who can sign in stays one, and enabled", async () => {
  const one = await makeStaff("one@example.org", admin);
  await asWeb((tx) => addStaff(tx, { name: "Invited", email: "i@example.org", roles: [admin] }));
  await expect(demote(one)).rejects.toThrow("last General System Administrator");
  await expect(disable(one, "another")).rejects.toThrow("last General System Administrator");
});

test("two administrators who demote each other at once leave one", async () => {
  const ids = [
    await makeStaff("one@example.org", admin),
    await makeStaff("two@example.org", admin),
  ];
  const outcomes = await Promise.allSettled(ids.map(demote));
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("the second of two who change the same account is told", async () => {
  const id = await makeStaff("one@example.org", admin);
  const change = { ...(await known(id)), roles: [admin, "auditor" as const] };
  await asWeb((tx) => changeStaffRoles(tx, change));
  await expect(asWeb((tx) => changeStaffRoles(tx, change))).rejects.toThrow(
    "changed by somebody else",
  );
});

test("one e-mail address is one account, however it is written", async () => {
  await makeStaff("one@example.org", admin);
  const again = { name: "Again", email: "ONE@example.org", roles: ["auditor" as const] };
  await expect(asWeb((tx) => addStaff(tx, again))).rejects.toThrow("already has an account");
});

test("a change says what was before and after, without a name or an address", async () => {
  await makeStaff("one@example.org", admin);
  const id = await makeStaff("two@example.org", "letterAdministrator");
  const changes = [await demote(id), await disable(id, "another")];
  expect(changes[0]).toEqual({
    action: "staff.changeRoles",
    subject: `staff ${id}`,
    before: { roles: ["letterAdministrator"] },
    after: { roles: ["auditor"] },
  });
  expect(JSON.stringify(changes)).not.toContain("example.org");
});

test("the list says who is invited, active and disabled", async () => {
  await makeStaff("a@example.org", admin);
  await disable(await makeStaff("b@example.org", "auditor"), "another");
  await asWeb((tx) => addStaff(tx, { name: "c", email: "c@example.org", roles: ["auditor"] }));
  const rows = await asWeb(listStaff);
  expect(rows.map((row) => row.status)).toEqual(["active", "disabled", "invited"]);
});
