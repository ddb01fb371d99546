import { expect, test } from "vitest";
import { purgeReasonKeys, reasonCalled, type PurgeReason } from "#lib/purge-fields.ts";
import { listHeldBack } from "./held-back.ts";
import { cutOff, everyone, freshUsers } from "./testing.ts";

const { db, preview, hold, add, pool } = freshUsers(12);

const asked = { options: everyone, staffId: null, asOf: cutOff };
const page = { order: "primaryId", descending: false, limit: 2 } as const;

/** All of them, a page of two after the other. */
async function named(reason: PurgeReason): Promise<number[]> {
  const ids: number[] = [];
  let after: number | undefined;
  do {
    const { users, next } = await db().transaction("lethe_web", (tx) =>
      listHeldBack(tx, asked, reason, { ...page, ...(after && { after }) }),
    );
    ids.push(...users.map(({ id }) => id));
    after = next ?? undefined;
  } while (after !== undefined);
  return ids;
}

test("who is held back is named by the first reason alone, page by page, as many as the preview counts", async () => {
  await hold(1, 2, 3, 4, 5);
  // Two of them are held as well.
  await add("loans", ...[4, 5, 6, 7, 8].map((userId) => ({ id: userId, userId })));
  await pool().query(
    `UPDATE patron.users SET purge_date = NULL WHERE id = 9;
     UPDATE patron.users SET status = 'deleted', deleted_on = '2026-01-01', primary_id = NULL WHERE id = 10;
     UPDATE patron.users SET record_type = 'staff' WHERE id IN (3, 8)`,
  );
  expect(await named("legalHold")).toEqual([1, 2, 4, 5]);
  expect(await named("activeLoan")).toEqual([6, 7]);
  expect(await named("noPurgeDate")).toEqual([9]);
  expect(await named("alreadyDeleted")).toEqual([10]);
  expect(await named("unexpired")).toEqual([]);
  const { users } = await preview();
  const counted = Object.fromEntries(
    users.heldBack.map(({ reason, users }) => [reasonCalled(reason), users]),
  );
  for (const reason of purgeReasonKeys) {
    expect((await named(reason)).length, reason).toBe(counted[reason] ?? 0);
  }
});

test("of a set only members are named", async () => {
  await hold(1, 2, 3);
  await pool().query(
    `INSERT INTO patron.sets (name, private, kind) VALUES ('Chosen', false, 'itemized');
     INSERT INTO patron.set_members VALUES (1, 2), (1, 4)`,
  );
  const { users } = await db().transaction("lethe_web", (tx) =>
    listHeldBack(tx, { ...asked, options: { set: 1 } }, "legalHold", page),
  );
  expect(users.map(({ id }) => id)).toEqual([2]);
});
