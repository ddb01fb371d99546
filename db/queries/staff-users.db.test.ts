import { afterAll, beforeAll, expect, test } from "vitest";
import { asWeb, known, makeStaff, ownDatabase } from "#lib/server/testing.ts";
import { readStaffUser, tieStaffUser } from "./staff-users.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
let id: string;
beforeAll(async () => {
  own = await ownDatabase();
  id = await makeStaff("one@example.org", "generalSystemAdministrator");
  await own.pool.query(
    "INSERT INTO patron.users (id, primary_id) OVERRIDING SYSTEM VALUE VALUES (987654, 'ada'), (987655, 'bo')",
  );
});
afterAll(() => own.end());

const tie = async (person: string) => {
  const input = { ...(await known(id)), person };
  return asWeb((tx) => tieStaffUser(tx, input));
};

test("the audit is told that an account is tied, and never to whom", async () => {
  const changes = [await tie("ada"), await tie("bo"), await tie("bo"), await tie("")];
  expect(changes.map(({ before, after }) => [before, after])).toEqual([
    [{ user: "none" }, { user: "tied" }],
    [{ user: "tied" }, { user: "tied to another" }],
    [{ user: "tied" }, { user: "tied" }],
    [{ user: "tied" }, { user: "none" }],
  ]);
  expect(JSON.stringify(changes)).not.toContain("98765");
  expect(await asWeb((tx) => readStaffUser(tx, id))).toBeNull();
});

test("the second of two who tie the same account is told, and changes nothing", async () => {
  const read = await known(id);
  await asWeb((tx) => tieStaffUser(tx, { ...read, person: "ada" }));
  const second = asWeb((tx) => tieStaffUser(tx, { ...read, person: "bo" }));
  await expect(second).rejects.toThrow("changed by somebody else");
  expect((await asWeb((tx) => readStaffUser(tx, id)))?.primaryId).toBe("ada");
});
