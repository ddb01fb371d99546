import { describe, expect, test } from "vitest";
import { purgeReasons, type PurgeReason } from "#lib/purge-fields.ts";
import { everyone, freshUsers } from "./testing.ts";

const { rows, purge, preview, living, hold, add, pool, value } = freshUsers(14);

const sql = (text: string) => async () => void (await pool().query(text));
const staff =
  "INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada', 'ada@example.org')";

/** One user for each reason, in order, by what makes them stay. */
const fixtures: Record<PurgeReason, (user: number) => Promise<unknown>> = {
  alreadyDeleted: (u) =>
    sql(
      `UPDATE patron.users SET status = 'deleted', deleted_on = '2026-01-01', primary_id = NULL WHERE id = ${u}`,
    )(),
  noPurgeDate: (u) => sql(`UPDATE patron.users SET purge_date = NULL WHERE id = ${u}`)(),
  notReached: (u) => sql(`UPDATE patron.users SET purge_date = '2026-10-21' WHERE id = ${u}`)(),
  legalHold: (u) => hold(u),
  isRunning: (u) => sql(`${staff}; INSERT INTO patron.staff_users VALUES ('ada', ${u})`)(),
  staffRole: (u) => sql(`INSERT INTO patron.user_roles (user_id, code) VALUES (${u}, '32')`)(),
  activeLoan: (u) => add("loans", { id: 100 + u, userId: u }),
  activeBorrowing: (u) => add("borrowingRequests", { id: 100 + u, userId: u }),
  unsettledFee: async (u) => {
    await add("fees", { id: 200 + u, userId: u });
    await sql(`UPDATE record.fees SET status = 'exported' WHERE id = ${200 + u}`)();
  },
  credit: async (u) => {
    await add("fees", { id: 300 + u, userId: u });
    await sql(`UPDATE record.fees SET balance = -0.01 WHERE id = ${300 + u}`)();
  },
  aboveThreshold: (u) => add("fees", { id: 100 + u, userId: u }),
  activeRequest: (u) => add("requests", { id: 100 + u, userId: u }),
  unexpired: (u) => sql(`UPDATE patron.users SET expiry_date = '2026-10-20' WHERE id = ${u}`)(),
};

const expired = "UPDATE patron.users SET expiry_date = '2026-10-19'";

async function makeAll() {
  await pool().query(expired);
  let user = 1;
  for (const make of Object.values(fixtures)) await make(user++);
  // Adding records sets expiry dates.
  await pool().query(
    "UPDATE patron.users SET expiry_date = '2026-10-19' WHERE expiry_date IS NULL AND status <> 'deleted'",
  );
}

test("a preview tells the oldest and newest purge date of those who would go, and of nobody else", async () => {
  await pool().query(
    `UPDATE patron.users SET purge_date = '2026-09-01' WHERE id < 4;
     UPDATE patron.users SET purge_date = '2020-01-01', user_group_id = 1 WHERE id = 4;
     UPDATE patron.users SET purge_date = '2019-01-01' WHERE id = 5`,
  );
  await hold(5);
  expect(await preview()).toMatchObject({ oldest: "2020-01-01", newest: "2026-10-01" });
  await hold(...Array.from({ length: 14 }, (_, n) => n + 1));
  expect(await preview()).toMatchObject({ confirm: 0, oldest: null, newest: null });
});

const once = Object.fromEntries(Object.values(purgeReasons).map((label) => [label, 1]));

test("a purge of everyone leaves exactly those whom a reason keeps, each with its reason", async () => {
  await makeAll();
  const asked = { ...everyone, skipActiveRequests: true, skipUnexpired: true };
  const { users, sample } = await preview(asked, "ada");
  expect(sample).toEqual([{ id: 14, patron: "N••• •••", userGroup: "", purgeDate: "2026-10-01" }]);
  const { status, counted } = await purge(asked, { staffId: "ada" });
  expect(users).toEqual({
    purged: 1,
    heldBack: Object.values(purgeReasons).map((reason) => ({ reason, users: 1 })),
    byUserGroup: [{ userGroup: "", purged: 1, heldBack: 13 }],
  });
  expect(status).toBe("completed");
  expect(counted("records")).toEqual({ "": 1 });
  expect(counted("heldBack")).toEqual(once);
  expect(await living()).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
});

test.each(["in_dispute", "exported"])(
  "a fee that is %s keeps its user, waived by no threshold",
  async (status) => {
    await add("fees", { id: 7, userId: 1 });
    await pool().query(`UPDATE record.fees SET status = '${status}'`);
    const { counted } = await purge({ ...everyone, waiveThreshold: 1_000_000 });
    expect(counted("heldBack")).toEqual({ "Fee in dispute or exported": 1 });
    expect(await rows("SELECT status, balance FROM record.fees")).toEqual([
      { status, balance: "5.00" },
    ]);
  },
);

test.each([
  ["requested", "cancelled"],
  ["shipped", null],
  ["received", null],
  ["on_hold_shelf", null],
  ["overdue", null],
])("a borrowing request that is %s becomes %s, or keeps its user", async (status, becomes) => {
  await add("borrowingRequests", { id: 7, userId: 1 });
  await pool().query(`UPDATE record.borrowing_requests SET status = '${status}'`);
  expect((await purge()).counted("heldBack")).toEqual(
    becomes ? {} : { [purgeReasons.activeBorrowing]: 1 },
  );
  expect(await value("SELECT status FROM record.borrowing_requests")).toBe(becomes ?? status);
});

test("what somebody is owed is not set off against what they owe", async () => {
  await add("fees", { id: 7, userId: 1 }, { id: 8, userId: 1 });
  await pool().query("UPDATE record.fees SET balance = -5 WHERE id = 8");
  const { counted } = await purge({ ...everyone, waiveThreshold: 100 });
  expect(counted("heldBack")).toEqual({ "Credit owed to the user": 1 });
  expect(counted("feesWaived")).toEqual({});
});

test("who runs it stays, though a key of theirs asks and a set has them", async () => {
  await fixtures.isRunning(1);
  await pool().query(
    `INSERT INTO patron.sets (name, private, kind) VALUES ('Chosen', false, 'itemized');
     INSERT INTO patron.set_members VALUES (1, 1), (1, 2), (1, 3);
     INSERT INTO console.api_keys (name, prefix, secret_hash, scopes, created_by, expires_at)
     VALUES ('Nightly', 'lethe_1', sha256('x'), '{purge.run}', 'ada', now() + interval '1 day')`,
  );
  const { counted } = await purge({ set: 1 }, { submittedVia: "api", apiKeyId: 1 });
  expect(counted("heldBack")).toEqual({ "Is the person running the job": 1 });
  expect(await living()).not.toContain(2);
  expect(await living()).toContain(1);
});

test("of several reasons the first is told", async () => {
  const asked = { ...everyone, skipActiveRequests: true, skipUnexpired: true };
  for (const [reason, make] of Object.entries(fixtures).toReversed()) {
    await make(1);
    await pool().query(`${expired} WHERE id > 1`);
    const { users } = await preview(asked, "ada");
    expect(users.heldBack).toContainEqual({
      reason: purgeReasons[reason as PurgeReason],
      users: 1,
    });
  }
});

test("who has active requests or has not expired goes where nobody asked for it", async () => {
  await fixtures.activeRequest(1);
  await fixtures.unexpired(2);
  const { counted } = await purge();
  expect(counted("records")).toEqual({ "": 14 });
  expect(counted("requestsCancelled")).toEqual({ requests: 1 });
});

test("a role as Patron, by its code or its name, or one that is inactive, keeps nobody; any other does", async () => {
  await pool().query(
    `INSERT INTO patron.user_roles (user_id, code, active)
     VALUES (1, '200', true), (2, '32', false), (3, 'PATRON', true), (4, 'Patron', true), (5, '200', true), (5, '32', true)`,
  );
  const { counted } = await purge();
  expect(counted("records")).toEqual({ "": 13 });
  expect(counted("heldBack")).toEqual({ [purgeReasons.staffRole]: 1 });
});

describe("fees", () => {
  // 5.00 each.
  test.each([
    { threshold: 4.99, waived: 0 },
    { threshold: 5, waived: 1 },
    { threshold: 5.01, waived: 1 },
  ])("of 5.00 under a threshold of $threshold", async ({ threshold, waived }) => {
    await add("fees", { id: 7, userId: 1 });
    const { counted } = await purge({ ...everyone, waiveThreshold: threshold });
    expect(counted("heldBack")).toEqual(
      waived ? {} : { "Active fees above the waive threshold": 1 },
    );
    expect(counted("feesWaived")).toEqual(waived ? { "": 1 } : {});
    expect(counted("hundredthsWaived")).toEqual(waived ? { "": 500 } : {});
    expect(
      await rows(
        "SELECT type, amount, created_on = current_date AS today FROM record.fee_transactions",
      ),
    ).toEqual(waived ? [{ type: "waive", amount: "5.00", today: true }] : []);
    expect(await rows("SELECT status, balance FROM record.fees")).toEqual([
      waived ? { status: "closed", balance: "0.00" } : { status: "active", balance: "5.00" },
    ]);
  });

  test("count together", async () => {
    await add("fees", { id: 7, userId: 1 }, { id: 8, userId: 1 });
    expect((await purge({ ...everyone, waiveThreshold: 9.99 })).counted("records")).toEqual({
      "": 13,
    });
    expect((await purge({ ...everyone, waiveThreshold: 10 })).counted("feesWaived")).toEqual({
      "": 2,
    });
  });
});

describe("criteria", () => {
  test("of a group take nobody of another", async () => {
    await pool().query("UPDATE patron.users SET user_group_id = 1 WHERE id < 4");
    await pool().query("UPDATE patron.users SET record_type = 'staff' WHERE id = 1");
    const { counted } = await purge({ ...everyone, userGroup: "STUDENT" });
    expect(counted("records")).toEqual({ STUDENT: 2 });
    expect(await living()).toEqual([1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  test.each([{ recordType: "contact" }, { recordType: "public", userGroup: "GUEST" }] as const)(
    "that match nobody purge nobody: %o",
    async (asked) => {
      expect((await purge(asked)).status).toBe("completedWithNoRecords");
      expect(await living()).toHaveLength(14);
    },
  );

  test.each([
    [{}, "Choose a user record type, or a set."],
    [{ recordType: "public", userGroup: "NONE" }, "There is no user group NONE."],
    [{ recordType: "public", set: 1 }, "not both"],
    [{ userGroup: "STUDENT" }, "record type"],
    [{ recordType: "public", waiveThreshold: -1 }, "waive threshold"],
    [{ recordType: "public", waiveThreshold: "1,50" }, "waive threshold"],
    [{ recordType: "public", waiveThreshold: "five" }, "waive threshold"],
    [{ recordType: "public", waiveThreshold: 1.005 }, "waive threshold"],
    [{ recordType: "public", daysAfterPurgeDate: -1 }, "whole number"],
    [{ recordType: "public", daysAfterPurgeDate: 1.5 }, "whole number"],
    [{ set: 99 }, "no such set"],
    [null, "Choose a user record type, or a set."],
  ])("%o are refused", async (asked, sentence) => {
    await expect(purge(asked as never)).rejects.toThrow(sentence);
    expect(await value("SELECT count(*)::int FROM console.job_runs")).toBe(0);
  });
});
