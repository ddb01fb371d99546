import { afterAll, beforeAll, expect, test } from "vitest";
import { ownDatabase } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { makeLibrary } from "../../../test/library.ts";
import { POST as start } from "../job-runs/route.ts";
import { POST as queryUsers } from "../users/query/route.ts";
import { POST as preview } from "./preview/route.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
let reading: string;
let running: string;
beforeAll(async () => {
  own = await ownDatabase();
  await makeLibrary(own.pool, 4);
  await own.pool.query(
    `INSERT INTO console.staff (id, name, email) VALUES ('anna', 'Anna', 'anna@example.org');
     INSERT INTO patron.sets (name, private, kind, owner_id) VALUES ('Leavers', false, 'itemized', 'anna'), ('Mine', true, 'itemized', 'anna');
     INSERT INTO patron.set_members VALUES (1, 1), (1, 2), (2, 3)`,
  );
  reading = await makeKey("users.read");
  running = await makeKey("users.run", "users.read");
});
afterAll(() => own.end());

type Route = typeof preview;
async function send(route: Route, body: unknown, key = running) {
  const request = new Request("http://localhost:3000/api", {
    method: "POST",
    headers: withKey(key, {}),
    body: JSON.stringify(body),
  });
  const answer = await route(request, { params: Promise.resolve({}) });
  return {
    status: answer.status,
    ...((await answer.json()) as { error?: string; id?: number; settingsHash?: string }),
  };
}

const changes = { purgeDate: { to: "2020-01-31" } };
const run = (options: unknown, more: object = {}, key = running) =>
  send(start, { job: "update-users", options, ...more }, key);

test("a key that reads users previews; starting takes the scope of its own", async () => {
  expect(await send(preview, { set: 1, changes }, reading)).toMatchObject({
    status: 200,
    confirm: 2,
  });
  expect((await run({ set: 1, changes }, {}, reading)).status).toBe(403);
  expect((await send(preview, { set: 1, changes }, await makeKey("jobs.read"))).status).toBe(403);
});

test("a run is started with the preview's number, and with no other", async () => {
  expect(await run({ set: 1, changes }, { confirm: 3 })).toMatchObject({
    status: 409,
    error: expect.stringMatching(
      /^Nothing was started: the number has shrunk from 3 to 2/,
    ) as unknown,
  });
  const started = await run({ set: 1, changes }, { confirm: 2 });
  expect(started.status).toBe(202);
  const { rows } = await own.pool.query("SELECT frozen, staff_id FROM console.job_runs");
  expect(rows).toEqual([
    {
      staff_id: null,
      frozen: {
        set: 1,
        membersVersion: 1,
        changes: { purgeDate: { to: "2020-01-31", onlyIf: "always" } },
        groups: {},
        categories: {},
        texts: null,
      },
    },
  ]);
});

test("a run is about the set that the preview was made of, and no other with as many members", async () => {
  const { settingsHash } = await send(preview, { set: 1, changes });
  await own.pool.query("UPDATE patron.sets SET members_version = members_version + 1");
  const asked = { confirm: 2, settingsHash };
  expect(await run({ set: 1, changes }, asked)).toMatchObject({
    status: 409,
    error: expect.stringMatching(/its settings were changed/) as unknown,
  });
  const anew = await send(preview, { set: 1, changes });
  const again = { ...asked, settingsHash: anew.settingsHash };
  // The run of the test before.
  expect((await run({ set: 1, changes }, again)).error).toMatch(/is already running/);
});

test("somebody's private set is nobody else's to name", async () => {
  for (const refused of [
    await send(preview, { set: 2, changes }),
    await run({ set: 2, changes }),
  ]) {
    expect(refused).toMatchObject({
      status: 409,
      error: "There is no such set any more, or it is somebody's private set.",
    });
  }
});

test.each([
  [{ set: 1, changes: {} }, "Tick at least one thing to change."],
  [{ set: 1, changes: { birthDate: { to: "2020-01-01" } } }, "birthDate: there is no such key."],
  [{ set: 1, changes: { purgeDate: { to: "0001-01-01" } } }, "Enter a year from 1000 on."],
  [{ set: 1, changes, texts: 7 }, "texts: there is no such key."],
  [{ recordType: "public" }, "set: "],
  [undefined, "options: "],
])("the options %j are refused by name", async (options, sentence) => {
  const refused = await run(options);
  expect(refused.status).toBe(400);
  expect(refused.error).toContain(sentence);
});

test("a job that takes none, or others, takes none of these", async () => {
  const options = { set: 1, changes };
  const other = await makeKey("anonymization.run", "purge.run");
  expect(await send(start, { job: "anonymization", options }, other)).toMatchObject({
    status: 400,
    error: "options: anonymization takes no options.",
  });
  expect(await send(start, { job: "purge-users", options }, other)).toMatchObject({
    status: 400,
    error: expect.stringContaining("options.changes: there is no such key.") as unknown,
  });
});

const condition = { field: "campus", operator: "in", value: ["N"] };
test.each([
  ["1,000 conditions", Array.from({ length: 1_000 }, () => condition)],
  ["an unknown field", [{ ...condition, field: "password" }]],
  ["an operator of SQL", [{ ...condition, operator: "= ANY" }]],
  ["groups in groups in groups", [nested(50)]],
])("a query with %s is refused", async (_, conditions) => {
  const query = { version: 1, match: "all", conditions };
  expect((await send(queryUsers, { query })).status).toBe(400);
});

function nested(depth: number): object {
  return depth === 0 ? condition : { match: "all", conditions: [nested(depth - 1)] };
}
