import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordChange } from "#db/queries/audit.ts";
import { changeStaffRoles, setStaffDisabled } from "#db/queries/staff.ts";
import { listStaff } from "#db/queries/staff-list.ts";
import { FAILURES_AUDITED_A_MINUTE, LOCK_SECONDS, MAX_ATTEMPTS } from "./attempts.ts";
import { auth, NETWORK_TRIES_A_MINUTE } from "./auth.ts";
import { staffOf, timeOf } from "./session.ts";
import { lockedOut, signIn, signOut, wrongCredentials } from "./sign-in.ts";
import { asWeb, known, makeStaff, ownDatabase, ownPage, password, signedIn } from "./testing.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
beforeAll(async () => {
  own = await ownDatabase();
  await makeStaff("admin@example.org", "generalSystemAdministrator");
});
afterAll(() => own.end());

const tryAs = (email: string, secret: string) => signIn({ email, password: secret }, ownPage());

/** On that account, by the audit. */
const failuresOf = async (id: string) =>
  (
    await own.pool.query(
      "select from console.audit where action = 'staff.signInFailed' and subject = $1",
      [`staff ${id}`],
    )
  ).rowCount;

test("signing in gives a cookie that scripts cannot read and other sites do not send", async () => {
  const answer = await tryAs("Admin@Example.org", password);
  if ("message" in answer) throw new Error(answer.message);
  const [cookie] = answer.setCookie;
  expect(cookie).toMatch(/^lethe\.session_token=/);
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
});

test("whoever signed in is known by name and roles, and the list says when", async () => {
  const person = await staffOf(await signedIn("admin@example.org"));
  expect(person).toMatchObject({
    email: "admin@example.org",
    roles: ["generalSystemAdministrator"],
  });
  const [row] = await asWeb(listStaff);
  expect(Date.now() - Date.parse(row?.lastSignInAt ?? "")).toBeLessThan(60_000);
});

test("an unknown address, a wrong password and a disabled account get the same words", async () => {
  const id = await makeStaff("disabled@example.org", "auditor");
  const change = { ...(await known(id)), disabled: true };
  await asWeb((tx) => setStaffDisabled(tx, change, { id: "another" }));
  const answers = await Promise.all([
    tryAs("nobody@example.org", password),
    tryAs("admin@example.org", "not this password"),
    tryAs("disabled@example.org", password),
    tryAs("not an address", password),
  ]);
  expect(answers).toEqual(answers.map(() => ({ message: wrongCredentials })));
});

test("a cookie that was tampered with is nobody's", async () => {
  const headers = await signedIn("admin@example.org");
  const cookie = headers.get("cookie") ?? "";
  headers.set("cookie", cookie.replace(/=./, "=~"));
  expect(await staffOf(headers)).toBeNull();
});

test("a cookie that another key signed is nobody's", async () => {
  const headers = await signedIn("admin@example.org");
  const [name, value = ""] = (headers.get("cookie") ?? "").split("=");
  const [token = "", signature = ""] = decodeURIComponent(value).split(".");
  const signedBy = (key: string) =>
    `${name}=${encodeURIComponent(`${token}.${createHmac("sha256", key).update(token).digest("base64")}`)}`;
  headers.set("cookie", signedBy("another secret, long enough to be one as well"));
  expect(await staffOf(headers)).toBeNull();
  headers.set("cookie", signedBy(process.env.LETHE_AUTH_SECRET ?? ""));
  expect(headers.get("cookie")).toContain(encodeURIComponent(signature));
  expect(await staffOf(headers)).not.toBeNull();
});

test("too many wrong passwords lock the account, for the right one too, and not for ever", async () => {
  const id = await makeStaff("locked@example.org", "auditor");
  const tries = Array.from({ length: MAX_ATTEMPTS + 3 }, () =>
    tryAs("locked@example.org", "wrong, wrong"),
  );
  const refused = (await Promise.all(tries)).filter(
    (a) => "message" in a && a.message === lockedOut,
  );
  expect(refused).toHaveLength(3);
  expect(await tryAs("LOCKED@example.org", password)).toEqual({ message: lockedOut });
  expect(await failuresOf(id)).toBe(MAX_ATTEMPTS + 4);
  await own.pool.query(
    "update console.staff_rate_limits set last_request = last_request - $1 where key like 'account:%'",
    [(LOCK_SECONDS + 1) * 1000],
  );
  expect(await tryAs("locked@example.org", password)).toHaveProperty("setCookie");
});

test("signing out ends the session, not only its cookie", async () => {
  const headers = await signedIn("admin@example.org");
  await signOut(headers);
  expect(await staffOf(headers)).toBeNull();
});

test("the audit has every sign-in, sign-out and failure, and no address that is nobody's", async () => {
  const id = await makeStaff("audited@example.org", "auditor");
  await signOut(await signedIn("audited@example.org"));
  await tryAs("Audited@example.org", "not this password");
  await tryAs("patron@example.org", "not this password");
  const { rows } = await own.pool.query(
    "select actor, action, subject, before, after from console.audit order by id desc limit 4",
  );
  const nothing = { before: null, after: null };
  expect(rows.toReversed()).toEqual([
    { actor: id, action: "staff.signIn", subject: `staff ${id}`, ...nothing },
    { actor: id, action: "staff.signOut", subject: `staff ${id}`, ...nothing },
    { actor: "unknown", action: "staff.signInFailed", subject: `staff ${id}`, ...nothing },
    { actor: "unknown", action: "staff.signInFailed", subject: "an unknown account", ...nothing },
  ]);
});

test("tries on accounts that there are not fill the audit no faster than so many a minute", async () => {
  const id = await makeStaff("sprayed@example.org", "auditor");
  const change = { action: "staff.signInFailed", subject: "an unknown account" };
  await asWeb(async (tx) => {
    for (let n = 0; n < FAILURES_AUDITED_A_MINUTE; n++) await recordChange(tx, "unknown", change);
  });
  const newest = async () =>
    (await own.pool.query("select id, subject from console.audit order by id desc limit 1"))
      .rows[0];
  const before = await newest();
  const wrongly = (email: string, network: string) =>
    signIn({ email, password: "not this password" }, ownPage({ "x-forwarded-for": network }));
  await wrongly("nobody@example.org", "10.0.0.1");
  expect(await newest()).toEqual(before);
  await wrongly("sprayed@example.org", "10.0.0.2");
  expect(await newest()).toMatchObject({ subject: `staff ${id}` });
});

test("a guess that is let in stands in the audit, however many refused ones stand there in its minute", async () => {
  const id = await makeStaff("flooded@example.org", "auditor");
  const change = { action: "staff.signInFailed", subject: `staff ${id}` };
  await asWeb(async (tx) => {
    for (let n = 0; n < FAILURES_AUDITED_A_MINUTE; n++) await recordChange(tx, "unknown", change);
  });
  const elsewhere = ownPage({ "x-forwarded-for": "10.0.0.5" });
  for (let n = 0; n < MAX_ATTEMPTS + 2; n++)
    await signIn({ email: "flooded@example.org", password: "a guess" }, elsewhere);
  expect(await failuresOf(id)).toBe(FAILURES_AUDITED_A_MINUTE + MAX_ATTEMPTS);
});

test("disabling an account ends its sessions at once", async () => {
  const id = await makeStaff("gone@example.org", "auditor");
  const headers = await signedIn("gone@example.org");
  const change = { ...(await known(id)), disabled: true };
  await asWeb((tx) => setStaffDisabled(tx, change, { id: "another" }));
  expect(await staffOf(headers)).toBeNull();
});

test("a change of roles acts at the next request", async () => {
  const id = await makeStaff("moved@example.org", "auditor");
  const headers = await signedIn("moved@example.org");
  const change = { ...(await known(id)), roles: ["letterAdministrator" as const] };
  await asWeb((tx) => changeStaffRoles(tx, change));
  expect((await staffOf(headers))?.roles).toEqual(["letterAdministrator"]);
});

test.each([
  ["idle for half an hour", "updated_at = updated_at - interval '31 minutes'"],
  ["twelve hours old", "expires_at = expires_at - interval '12 hours'"],
])("a session %s is over", async (_, change) => {
  const headers = await signedIn("admin@example.org");
  await own.pool.query(`update console.staff_sessions set ${change}`);
  expect(await staffOf(headers)).toBeNull();
});

test("a session asked for until the browser closes ends after twelve hours too", async () => {
  const headers = ownPage({ "content-type": "application/json" });
  const body = JSON.stringify({ email: "admin@example.org", password, rememberMe: false });
  const url = `${ownPage().get("origin")}/api/auth/sign-in/email`;
  const answer = await auth().handler(new Request(url, { method: "POST", headers, body }));
  expect(answer.status).toBe(200);
  const { rows } = await own.pool.query(
    "select expires_at <= created_at + interval '12 hours 1 second' as ends from console.staff_sessions order by created_at desc limit 1",
  );
  expect(rows).toEqual([{ ends: true }]);
});

test("what a page asks by itself keeps nobody signed in, what a person does, does", async () => {
  const headers = await signedIn("admin@example.org");
  const age = () =>
    own.pool.query(
      "update console.staff_sessions set updated_at = updated_at - interval '20 minutes'",
    );
  await age();
  await staffOf(headers);
  await age();
  expect(await staffOf(headers, { isActivity: false })).not.toBeNull();
  await age();
  expect(await staffOf(headers)).toBeNull();
});

test("a network that always signs in somebody is refused for more than thirty in a minute alone", async () => {
  let tries = 0;
  const from = (network: string) =>
    signIn({ email: `no address ${++tries}`, password }, ownPage({ "x-forwarded-for": network }));
  const pass = (seconds: number) =>
    own.pool.query("update console.staff_rate_limits set last_request = last_request - $1", [
      seconds * 1000,
    ]);
  for (let n = 0; n < NETWORK_TRIES_A_MINUTE; n++) {
    expect(await from("10.0.0.3")).toEqual({ message: wrongCredentials });
    await pass(1);
  }
  expect(await from("10.0.0.3")).toEqual({ message: lockedOut });
  expect(await from("10.0.0.4")).toEqual({ message: wrongCredentials });
  await pass(40);
  expect(await from("10.0.0.3")).toEqual({ message: wrongCredentials });
});

test("a session says what it has left without lengthening it, and does for somebody who is there", async () => {
  const headers = await signedIn("admin@example.org");
  const asked = () => timeOf(headers, { isActivity: false });
  await own.pool.query(
    "update console.staff_sessions set updated_at = now() - interval '28 minutes'",
  );
  await asked();
  expect((await asked())?.secondsLeft).toBeLessThanOrEqual(120);
  expect((await timeOf(headers, { isActivity: true }))?.secondsLeft).toBeGreaterThan(1_700);
  await own.pool.query(
    "update console.staff_sessions set expires_at = now() + interval '1 minute'",
  );
  const { rows } = await own.pool.query(
    "select id from console.staff where email = 'admin@example.org'",
  );
  expect(await timeOf(headers, { isActivity: true })).toEqual({
    staff: rows[0]?.id,
    secondsLeft: expect.toSatisfy((left: number) => left <= 60),
    mayExtend: false,
  });
  await own.pool.query("update console.staff_sessions set expires_at = now()");
  expect(await asked()).toBeNull();
});
