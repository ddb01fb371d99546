import { afterAll, beforeAll, expect, test } from "vitest";
import { asWeb, makeStaff, ownDatabase, signedIn } from "#lib/server/testing.ts";
import { staffOf } from "#lib/server/session.ts";
import { readToldSet } from "./told-set-query.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
beforeAll(async () => {
  own = await ownDatabase();
  const owner = await makeStaff("owner@example.org", "userManager");
  await own.pool.query(
    `INSERT INTO patron.sets (id, name, private, kind, owner_id) OVERRIDING SYSTEM VALUE
     VALUES (1, 'Leavers', false, 'itemized', $1), (2, 'Of one person', true, 'itemized', $1)`,
    [owner],
  );
  await makeStaff("colleague@example.org", "userManager");
  await makeStaff("auditor@example.org", "auditor");
});
afterAll(() => own.end());

const told = async (email: string, set: number) => {
  const staff = await staffOf(await signedIn(email));
  if (!staff) throw new Error("nobody is signed in");
  const frozen = {
    policy: "fullyRemove",
    who: { kind: "set", set },
    daysAfterPurgeDate: 0,
    waiveThreshold: 0,
    skipActiveRequests: false,
    skipUnexpired: false,
    runBy: null,
  };
  return asWeb((tx) => readToldSet(tx, staff, { job: "purge-users", frozen }));
};

test.each([
  ["a public set by its name", "colleague@example.org", 1, "Leavers"],
  ["one's own private set by its name", "owner@example.org", 2, "Of one person"],
  ["somebody else's private set by its number", "colleague@example.org", 2, null],
  ["a set by its number to who may see no users", "auditor@example.org", 1, null],
  ["a deleted set by its number", "owner@example.org", 3, null],
])("a report tells %s", async (_what, email, id, name) => {
  expect(await told(email, id)).toEqual({ id, name });
});
