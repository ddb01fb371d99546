import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeStaff, ownDatabase, signedIn } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { hostileValues } from "../../../test/hostile-values.ts";
import { makeLibrary } from "../../../test/library.ts";
import { ask as askAs, type Sent } from "../testing.ts";

/* Members by hand, combinations, copies, the list of sets, and a set's end. */

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: Headers;
let ada: Headers;

beforeAll(async () => {
  own = await ownDatabase();
  await makeLibrary(own.pool, 6);
  key = withKey(await makeKey("users.read", "users.write", "holds.write"));
  await makeStaff("ada@example.org", "userManager");
  ada = await signedIn("ada@example.org");
});
beforeEach(() =>
  own.pool.query("DELETE FROM patron.legal_holds; TRUNCATE patron.sets RESTART IDENTITY CASCADE"),
);
afterAll(() => own.end());

const ask = (name: string, sent: Sent = {}, who = key) => askAs(name, who, sent);
const at = (id: number, path: string, body: object = {}, who = key) =>
  ask(`POST /api/sets/{id}${path}`, { params: { id }, body }, who);
const make = async (name: string, ids: string[] = [], who = key, more: object = {}) => {
  const body = { name, ...(ids.length > 0 && { ids }), ...more };
  return Number((await ask("POST /api/sets", { body }, who)).answer["id"]);
};
const members = async (set: number, who = key) => {
  const { answer } = await ask("GET /api/users", { query: { set, order: "primaryId" } }, who);
  return (answer["users"] as { id: number }[]).map(({ id }) => id);
};
const names = async (query: Record<string, unknown>, who = key) => {
  const { answer } = await ask("GET /api/sets", { query }, who);
  return (answer["sets"] as { name: string }[]).map(({ name }) => name);
};
const refused = (status: number, error: string | RegExp) => ({
  status,
  answer: { error: typeof error === "string" ? error : (expect.stringMatching(error) as unknown) },
});
const inAll = {
  kind: "logical",
  search: {
    query: {
      version: 1,
      match: "all",
      conditions: [{ field: "status", operator: "in", value: ["active"] }],
    },
  },
};

test("members are added by either ID and removed, and a second time changes nothing", async () => {
  const id = await make("By hand");
  expect((await at(id, "/members", { users: [1, 2, 4711] })).answer).toEqual({
    added: 2,
    upload: null,
  });
  expect((await at(id, "/members", { users: [1, 2] })).answer).toMatchObject({ added: 0 });
  const { answer } = await at(id, "/members", { ids: ["p2", "P3", "nobody"] });
  expect(answer).toMatchObject({ added: 1, upload: { added: 1, alreadyMembers: 1, notFound: 1 } });
  const { id: upload } = answer["upload"] as { id: string };
  const lines = await own.pool.query(
    "SELECT value FROM patron.set_upload_lines WHERE upload_id = $1",
    [upload],
  );
  expect(lines.rows).toEqual([{ value: "nobody" }]);
  expect(await members(id)).toEqual([1, 2, 3]);
  expect((await at(id, "/members/removal", { users: [2, 3, 6] })).answer).toEqual({ removed: 2 });
  expect((await at(id, "/members/removal", { users: [2, 3, 6] })).answer).toEqual({ removed: 0 });
  expect(await members(id)).toEqual([1]);
});

test.each<[string, string, object, RegExp]>([
  ["nobody at all", "/members", {}, /give one of the two/],
  ["both IDs", "/members", { users: [1], ids: ["p1"] }, /give one of the two/],
  ["an empty list", "/members", { users: [] }, /^users: Name at least one user/],
  [
    "10,000 users",
    "/members",
    { users: Array(10_000).fill(1) },
    /^users: Name at most 1,000 users/,
  ],
  [
    "10,000 IDs",
    "/members",
    { ids: Array(10_000).fill("p") },
    /^ids: Enter at most 1,000 IDs here/,
  ],
  [
    "a user by a word",
    "/members",
    { users: ["p1"] },
    /^users\[0\]: A user is named by the internal/,
  ],
  [
    "a user below zero",
    "/members",
    { users: [-1] },
    /^users\[0\]: A user is named by the internal/,
  ],
  ["half a user", "/members/removal", { users: [1.5] }, /^users\[0\]: A user is named by/],
  ["a user alone", "/members/removal", { users: 1 }, /^users: users is a list of internal IDs/],
  ["primary IDs", "/members/removal", { ids: ["p1"] }, / ids: there is no such key/],
])("%s is refused", async (_, path, body, sentence) => {
  const id = await make("By hand", ["p1"]);
  expect(await at(id, path, body)).toEqual(refused(400, sentence));
  expect(await members(id)).toEqual([1]);
});

test("a logical set takes and loses nobody by hand", async () => {
  const id = await make("Logical", [], key, inAll);
  for (const path of ["/members", "/members/removal"]) {
    expect(await at(id, path, { users: [1] })).toEqual(refused(409, /^This set is logical/));
  }
});

test.each(hostileValues)("the value %s is a value", async (value) => {
  const id = await make(value, [value], key, { description: value, note: value });
  const { answer } = await ask("GET /api/sets/{id}", { params: { id } });
  expect(answer).toMatchObject({ name: value, description: value, note: value });
  expect((await at(id, "/members", { ids: [value] })).answer).toMatchObject({ added: 0 });
  expect(await members(id)).toEqual([]);
});

test.each([
  ["and", [2]],
  ["or", [1, 2, 3]],
  ["not", [1]],
] as const)("two are combined by %s", async (combination, expected) => {
  const body = { name: "Both", first: await make("First", ["p1", "p2"]), combination };
  const second = await make("Second", ["p2", "p3"]);
  const made = await ask("POST /api/sets/combinations", { body: { ...body, second } });
  expect(made).toEqual({ status: 201, answer: { id: 3, members: expected.length } });
  expect(await members(3)).toEqual(expected);
});

test("what cannot be combined is not", async () => {
  const first = await make("First", ["p1"]);
  const hidden = await make("Ada's", ["p2"], ada);
  const combine = (more: object, who = key) =>
    ask(
      "POST /api/sets/combinations",
      { body: { name: "x", first, combination: "or", second: 4711, ...more } },
      who,
    );
  const gone = /^There is no such set any more, or it is somebody's private set/;
  expect(await combine({})).toEqual(refused(409, gone));
  expect(await combine({ second: hidden })).toEqual(refused(409, gone));
  expect(await combine({ second: first })).toEqual(refused(409, "Choose two different sets."));
  expect(await combine({ combination: "xor" })).toEqual(
    refused(400, /^combination: A combination is/),
  );
  expect(await combine({ second: "1" })).toEqual(
    refused(400, /^second: A set is named by its number/),
  );
  expect(await combine({ private: true, second: hidden })).toEqual(refused(409, /^A private set/));
  expect(await combine({ name: "FIRST", second: hidden }, ada)).toEqual(refused(409, /already/));
  expect((await combine({ second: hidden }, ada)).status).toBe(201);
});

test("a copy has the members, a name of its own, and is the copier's", async () => {
  const id = await make("Original", ["p1", "p2"]);
  const { status, answer } = await at(id, "/copies", {}, ada);
  expect(status).toBe(201);
  const copy = await ask("GET /api/sets/{id}", { params: { id: answer["id"] } }, ada);
  expect(copy.answer).toMatchObject({ name: "Original (copy)", private: true, isMine: true });
  expect(await members(Number(answer["id"]), ada)).toEqual([1, 2]);
  expect((await at(id, "/copies")).answer).toEqual({ id: 3 });
});

test("sets are listed by name, each to whom it is, a page at a time", async () => {
  await make("b");
  await make("Ada's", [], ada);
  await make("A");
  expect(await names({})).toEqual(["A", "b"]);
  expect(await names({ scope: "mine" }, ada)).toEqual(["Ada's"]);
  expect(await names({}, ada)).toEqual(["A", "Ada's", "b"]);
  expect(await names({ after: 3 }, ada)).toEqual(["Ada's", "b"]);
  expect(await ask("GET /api/sets", { query: { scope: "yours" } })).toEqual(
    refused(400, "scope: Sets are mine, public, all."),
  );
});

test("a set is deleted by its version, and not while a legal hold is on it", async () => {
  const id = await make("Old", ["p1"]);
  const del = (query: Record<string, unknown>) =>
    ask("DELETE /api/sets/{id}", { params: { id }, query });
  expect(await del({})).toEqual(refused(400, "version: version is the number that was read."));
  expect(await del({ version: 2 })).toEqual(refused(409, /changed by somebody else/));
  const hold = { set: id, reason: "Claim", owner: "Legal", reviewOn: "2099-01-01" };
  expect((await ask("POST /api/legal-holds", { body: hold })).status).toBe(201);
  expect((await del({ version: 1 })).status).toBe(409);
  await own.pool.query("DELETE FROM patron.legal_holds");
  expect(await del({ version: 1 })).toEqual({ status: 200, answer: { id } });
  expect((await del({ version: 1 })).status).toBe(404);
});
