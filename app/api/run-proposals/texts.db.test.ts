import { afterAll, beforeAll, expect, test } from "vitest";
import type { StaffRole } from "#lib/permissions.ts";
import { makeStaff, ownDatabase, signedIn } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { makeLibrary } from "../../../test/library.ts";
import { ask } from "../testing.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
let proposal: unknown;

const person = async (email: string, role: StaffRole) => {
  await makeStaff(email, role);
  return signedIn(email);
};

beforeAll(async () => {
  own = await ownDatabase();
  await makeLibrary(own.pool, 4);
  await own.pool.query(
    `INSERT INTO patron.sets (name, private, kind) VALUES ('Leavers', false, 'itemized');
     INSERT INTO patron.set_members VALUES (1, 1), (1, 2);
     INSERT INTO patron.user_emails (user_id, email) VALUES (1, 'a@example.org'), (2, 'b@example.org');
     UPDATE console.run_limits SET approval_above = 1`,
  );
  const changes = { notify: { to: "everybody", subject: "Your account", body: "It closes soon." } };
  const body = { job: "update-users", options: { set: 1, changes }, confirm: 2 };
  const asking = withKey(await makeKey("users.run", "jobs.read"));
  ({
    answer: { proposal },
  } = await ask("POST /api/job-runs", asking, { body }));
});
afterAll(() => own.end());

const read = async (headers: Headers) => {
  const params = { id: String(proposal) };
  const { status, answer } = await ask("GET /api/run-proposals/{id}", headers, { params });
  expect(status).toBe(200);
  return answer;
};
const texts = { note: null, blockNote: null, subject: "Your account", body: "It closes soon." };

test("who may decide and sees users reads what staff wrote for an update", async () => {
  const readers = [
    await person("manager@example.org", "userManager"),
    await signedIn("maker-of-keys@example.org"),
    withKey(await makeKey("users.run", "users.read", "jobs.read")),
  ];
  for (const reader of readers) expect(await read(reader)).toMatchObject({ texts });
});

test("others read the rest of it", async () => {
  const others = [
    await person("fulfillment@example.org", "fulfillmentAdministrator"),
    await person("officer@example.org", "privacyOfficer"),
    withKey(await makeKey("users.read", "jobs.read")),
    withKey(await makeKey("users.run", "jobs.read")),
  ];
  for (const other of others) {
    const answer = await read(other);
    expect(answer).toMatchObject({ texts: null, expected: 2 });
    expect(JSON.stringify(answer)).not.toMatch(/closes soon|Your account/);
  }
  const { rows } = await own.pool.query("SELECT a::text FROM console.audit a");
  expect(JSON.stringify(rows)).not.toContain("closes soon");
});
