import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { listSessions } from "#db/queries/staff-sessions.ts";
import { MAX_ATTEMPTS } from "#lib/server/attempts.ts";
import { wrongPassword } from "#lib/server/own-password.ts";
import { staffOf } from "#lib/server/session.ts";
import { lockedOut, signIn } from "#lib/server/sign-in.ts";
import { asWeb, makeStaff, ownDatabase, ownPage, password, signedIn } from "#lib/server/testing.ts";
import { changePassword, endOthers } from "./actions.ts";

/** The request that Next would answer. */
let current = new Headers();
vi.mock("next/headers", () => ({ headers: async () => current }));
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));

let own: Awaited<ReturnType<typeof ownDatabase>>;
let id: string;
let people = 0;
let email: string;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.end());
beforeEach(async () => {
  await own.pool.query("delete from console.staff_rate_limits");
  email = `person-${++people}@example.org`;
  id = await makeStaff(email, "auditor");
  current = await signedIn(email);
});

const idle = { status: "idle" } as const;
const form = (entries: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) data.append(name, value);
  return data;
};
const another = "quite another long password";
const change = (currently: string) =>
  changePassword(
    idle,
    form({ currentPassword: currently, password: another, repeatedPassword: another }),
  );
const lastAction = async () =>
  (await own.pool.query("select actor, action from console.audit order by id desc limit 1"))
    .rows[0];

test("who knows the old password sets a new one, and is signed out everywhere", async () => {
  const elsewhere = await signedIn(email);
  await expect(change(password)).rejects.toMatchObject({
    digest: expect.stringContaining("/sign-in"),
  });
  expect([await staffOf(current), await staffOf(elsewhere)]).toEqual([null, null]);
  expect(await lastAction()).toEqual({ actor: id, action: "staff.setPassword" });
  expect(await signIn({ email, password }, ownPage())).toHaveProperty("message");
  expect(await signIn({ email, password: another }, ownPage())).toHaveProperty("setCookie");
});

test("who does not know it changes nothing, and cannot try for ever", async () => {
  for (let tries = 0; tries < MAX_ATTEMPTS; tries++) {
    expect(await change("a guess at it")).toEqual({
      status: "refused",
      message: wrongPassword,
      entered: {},
    });
  }
  expect(await change(password)).toEqual({ status: "refused", message: lockedOut, entered: {} });
  expect(await staffOf(current)).toMatchObject({ id });
  const { rowCount } = await own.pool.query(
    "select from console.audit where action = 'staff.signInFailed' and subject = $1",
    [`staff ${id}`],
  );
  expect(rowCount).toBe(MAX_ATTEMPTS + 1);
});

test("everybody sees where they are signed in themselves, and what is over is not shown", async () => {
  await signedIn(email);
  await own.pool.query(
    "update console.staff_sessions set updated_at = now() - interval '31 minutes' where id = $1",
    [(await asWeb((tx) => listSessions(tx, id)))[0]?.id],
  );
  await signedIn(email);
  expect(await asWeb((tx) => listSessions(tx, id))).toHaveLength(2);
});

test("other sessions end, and neither this one nor anybody else's does", async () => {
  await makeStaff(`other-${email}`, "auditor");
  const [elsewhere, other] = [await signedIn(email), await signedIn(`other-${email}`)];
  expect(await endOthers(idle, form({}))).toMatchObject({ status: "saved" });
  expect(await staffOf(elsewhere)).toBeNull();
  expect(await staffOf(current)).toMatchObject({ id });
  expect(await staffOf(other)).not.toBeNull();
  expect(await lastAction()).toEqual({ actor: id, action: "staff.endSessions" });
  expect(await endOthers(idle, form({}))).toMatchObject({ status: "refused" });
});
