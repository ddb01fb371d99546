import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeStaff, ownDatabase, signedIn } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { makeLibrary } from "../../../test/library.ts";
import { operations } from "../operations.ts";
import { answered } from "../testing.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: string;
beforeAll(async () => {
  own = await ownDatabase();
  await makeLibrary(own.pool, 6);
  key = await makeKey("purge.read", "purge.write", "purge.run");
});
afterAll(() => own.end());
beforeEach(() =>
  own.pool
    .query(`DELETE FROM console.purge_jobs; DELETE FROM console.job_runs; DELETE FROM console.run_proposals;
    DELETE FROM patron.staff_users; UPDATE console.run_limits SET approval_above = NULL;
    UPDATE patron.users SET purge_date = '2026-01-01'`),
);

/** "POST /api/purge-jobs/{id}/run" with what stands in the place of {id}. */
async function ask(name: string, body: unknown, place?: number, headers = withKey(key)) {
  const [method, path] = name.split(" ");
  const one = operations.find((other) => other.method === method && other.path === path)!;
  const request = new Request(`http://localhost:3000${path}`, {
    method: method!,
    headers,
    ...(method !== "GET" && { body: JSON.stringify(body) }),
  });
  const params = place === undefined ? {} : { id: String(place) };
  const response = await answered(one, request, params);
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}
const add = async (body: object): Promise<number> => {
  const { answer } = await ask("POST /api/purge-jobs", body);
  return Number(answer["id"]);
};
const runs = async () =>
  (await own.pool.query<{ runs: number }>("SELECT count(*)::int AS runs FROM console.job_runs"))
    .rows[0]?.runs;

const days = "Days after the purge date are a whole number from 0 to 36,500.";
const threshold =
  "A waive threshold is an amount from 0 to 1,000,000 with at most two decimals, such as 1.50.";
const nobody = "Choose a user record type, or a set.";

describe.each<[string, (options: object) => [string, unknown], string]>([
  ["a preview", (options) => ["POST /api/purge-users/preview", options], ""],
  ["a purge job", (options) => ["POST /api/purge-jobs", options], ""],
  ["a run", (options) => ["POST /api/job-runs", { job: "purge-users", options }], "options."],
])("%s refuses", (_, door, at) => {
  test.each([
    ["no record type", {}, "recordType", nobody],
    ["a record type that there is not", { recordType: "student" }, "recordType", /public, staff/],
    ["a set beside a record type", { recordType: "public", set: 1 }, "recordType", /not both/],
    ["a group without a record type", { set: 1, userGroup: "STAFF" }, "userGroup", /record type/],
    ["a threshold with a comma", { waiveThreshold: "1,50" }, "waiveThreshold", threshold],
    ["a negative threshold", { waiveThreshold: -1 }, "waiveThreshold", threshold],
    ["a threshold in words", { waiveThreshold: "five" }, "waiveThreshold", threshold],
    ["a threshold as text", { waiveThreshold: "1.50" }, "waiveThreshold", threshold],
    ["half a cent", { waiveThreshold: 1.005 }, "waiveThreshold", threshold],
    ["more than anybody owes", { waiveThreshold: 1e9 }, "waiveThreshold", threshold],
    ["negative days", { daysAfterPurgeDate: -1 }, "daysAfterPurgeDate", days],
    ["half a day", { daysAfterPurgeDate: 1.5 }, "daysAfterPurgeDate", days],
    ["days without end", { daysAfterPurgeDate: 40_000 }, "daysAfterPurgeDate", days],
    ["a box as text", { skipUnexpired: "yes" }, "skipUnexpired", /boolean/],
    ["an option nearly right", { waiveTreshold: 1 }, "waiveTreshold", /Did you mean/],
  ])("%s, by name", async (_what, options, field, sentence) => {
    const whom =
      "set" in options || Object.keys(options).length === 0 ? {} : { recordType: "public" };
    const { status, answer } = await ask(...door({ ...whom, ...options }));
    expect(status).toBe(400);
    const [path, ...said] = String(answer["error"]).split(": ");
    expect(path).toBe(`${at}${field}`);
    expect(said.join(": ")).toMatch(sentence);
    expect(await runs()).toBe(0);
  });

  test.each([
    ["a group", { recordType: "public", userGroup: "NONE" }, "There is no user group NONE."],
    ["a set", { set: 99 }, "There is no such set any more, or it is somebody's private set."],
  ])("%s that there is not", async (_what, options, error) => {
    const { status, answer } = await ask(...door(options));
    expect([409, 404]).toContain(status);
    expect(answer).toEqual({ error });
    expect(await runs()).toBe(0);
  });
});

test.each([
  ["a purge without options", { job: "purge-users" }, "Choose a user record type, or a set."],
  [
    "another job with some",
    { job: "anonymization", options: { recordType: "public" } },
    "anonymization takes no options.",
  ],
])("%s is refused", async (_what, body, sentence) => {
  const error = `options: ${sentence}`;
  expect(await ask("POST /api/job-runs", body)).toEqual({ status: 400, answer: { error } });
});

test("somebody's private set is nobody else's to purge", async () => {
  await own.pool.query(
    `INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada', 'ada@example.org');
     INSERT INTO patron.sets (name, private, kind, owner_id) VALUES ('Mine', true, 'itemized', 'ada')`,
  );
  const { rows } = await own.pool.query<{ id: number }>(
    "SELECT id FROM patron.sets WHERE name = 'Mine'",
  );
  const set = rows[0]!.id;
  expect((await ask("POST /api/purge-users/preview", { set })).status).not.toBe(200);
  expect((await ask("POST /api/purge-jobs", { set })).status).not.toBe(201);
});

describe("a purge job", () => {
  test("is run with the number of its preview, which spares the account of whoever made the key", async () => {
    await own.pool.query(
      "INSERT INTO patron.staff_users SELECT created_by, 1 FROM console.api_keys",
    );
    await own.pool.query("UPDATE console.run_limits SET margin_percent = 0");
    const { answer } = await ask("POST /api/purge-users/preview", { recordType: "public" });
    expect(answer).toMatchObject({
      confirm: 5,
      users: { heldBack: [{ reason: "Is the person running the job", users: 1 }] },
    });
    const id = await add({ recordType: "public" });
    const ran = await ask("POST /api/purge-jobs/{id}/run", { confirm: 5 }, id);
    expect(ran).toMatchObject({ status: 202, answer: { proposal: null } });
    expect((await ask("GET /api/purge-jobs/{id}", null, id)).answer).toMatchObject({
      run: { id: ran.answer["id"], status: "queued" },
      waiting: null,
    });
  });

  test.each([
    [{ confirm: 3 }, 409, /^Nothing was started: the number has grown from 3 to 6/],
    [{ confirm: 999_999_999 }, 409, /^Nothing was started: the number has shrunk/],
    [{ confirm: 6, policy: "keepStatistics" }, 409, /the Delete User Policy was changed to/],
    [{ policy: "keepStatistics" }, 400, /policy goes with confirm/],
  ])("of another preview starts nothing: %j", async (body, wanted, sentence) => {
    const id = await add({ recordType: "public" });
    const { status, answer } = await ask("POST /api/purge-jobs/{id}/run", body, id);
    expect(status).toBe(wanted);
    expect(answer["error"]).toMatch(sentence);
    expect(await runs()).toBe(0);
  });

  test("is held to the number exactly, whatever margin the limits leave to who types one", async () => {
    await own.pool.query("UPDATE console.run_limits SET margin_percent = 100");
    const id = await add({ recordType: "public" });
    const { status, answer } = await ask("POST /api/purge-jobs/{id}/run", { confirm: 5 }, id);
    expect([status, answer["error"]]).toEqual([
      409,
      expect.stringMatching(/the number has grown from 5 to 6/),
    ]);
    expect(await runs()).toBe(0);
  });

  test("that is large waits for a second person", async () => {
    await own.pool.query("UPDATE console.run_limits SET approval_above = 2");
    const id = await add({ recordType: "public" });
    const { answer } = await ask("POST /api/purge-jobs/{id}/run", { confirm: 6 }, id);
    expect(answer).toEqual({ id: null, proposal: expect.any(Number) as unknown });
    expect((await ask("GET /api/purge-jobs/{id}", null, id)).answer).toMatchObject({
      run: null,
      waiting: answer["proposal"],
    });
  });
});

test("purge jobs are listed by pages, none of them lost", async () => {
  await own.pool.query(
    "INSERT INTO console.purge_jobs (record_type) SELECT 'contact' FROM generate_series(1, 60)",
  );
  const page = async (query: string) => {
    const list = operations.find(
      ({ method, path }) => method === "GET" && path === "/api/purge-jobs",
    )!;
    const url = `http://localhost:3000/api/purge-jobs${query}`;
    const response = await list.handler(new Request(url, { headers: withKey(key) }), {
      params: Promise.resolve({}),
    });
    return (await response.json()) as { purgeJobs: { id: number }[]; next: number | null };
  };
  const first = await page("");
  const second = await page(`?before=${first.next}`);
  expect([first.purgeJobs.length, second.purgeJobs.length, second.next]).toEqual([50, 10, null]);
  const ids = [...first.purgeJobs, ...second.purgeJobs].map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort((one, other) => other - one));
});

test("a preview shows a masked few, to those alone who may read users", async () => {
  const preview = async (...scopes: Parameters<typeof makeKey>) =>
    (
      await ask(
        "POST /api/purge-users/preview",
        { recordType: "public" },
        undefined,
        withKey(await makeKey(...scopes)),
      )
    ).answer["sample"];
  expect(await preview("purge.read", "users.read")).toContainEqual({
    id: 1,
    patron: "N••• •••",
    userGroup: "",
    purgeDate: "2026-01-01",
  });
  expect(await preview("purge.read")).toEqual([]);
});

test("who reads the purge does not run it", async () => {
  const reads = withKey(await makeKey("purge.read"));
  const id = await add({ recordType: "public" });
  for (const [name, body] of [
    ["POST /api/purge-jobs/{id}/run", {}],
    ["POST /api/users/{id}/deletion", {}],
  ] as const) {
    expect((await ask(name, body, id, reads)).status).toBe(403);
  }
  await makeStaff("auditor@example.org", "auditor");
  const auditor = await signedIn("auditor@example.org");
  expect((await ask("POST /api/purge-jobs/{id}/run", {}, id, auditor)).status).toBe(403);
  expect(await runs()).toBe(0);
});

test("the second of two who save the delete user policy is told", async () => {
  const { answer } = await ask("GET /api/delete-user-policy", null);
  const save = (policy: string) =>
    ask("PUT /api/delete-user-policy", { policy, was: answer["policy"] });
  expect((await save("keepStatistics")).status).toBe(200);
  expect(await save("fullyRemove")).toMatchObject({
    status: 409,
    answer: { error: expect.stringMatching(/changed by somebody else/) as unknown },
  });
});
