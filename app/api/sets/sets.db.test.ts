import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeStaff, ownDatabase, signedIn } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { makeLibrary } from "../../../test/library.ts";
import { ask as askAs, type Sent } from "../testing.ts";

/* Sets as scripts and people make, change, combine and delete them. */

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: Headers;
let ada: Headers;
let bob: Headers;
let chief: Headers;
const GONE = 10;

beforeAll(async () => {
  own = await ownDatabase();
  await makeLibrary(own.pool, 10);
  await own.pool
    .query(`UPDATE patron.users SET campus = CASE WHEN id <= 4 THEN 'CITY' ELSE 'SEA' END;
    UPDATE patron.users SET status = 'deleted', deleted_on = current_date WHERE id = ${GONE}`);
  key = withKey(await makeKey("users.read", "users.write"));
  await makeStaff("ada@example.org", "userManager");
  await makeStaff("bob@example.org", "userManager");
  await makeStaff("chief@example.org", "generalSystemAdministrator");
  [ada, bob, chief] = [
    await signedIn("ada@example.org"),
    await signedIn("bob@example.org"),
    await signedIn("chief@example.org"),
  ];
});
beforeEach(() => own.pool.query("TRUNCATE patron.sets RESTART IDENTITY CASCADE"));
afterAll(() => own.end());

const ask = (name: string, sent: Sent = {}, who = key) => askAs(name, who, sent);
const add = (body: object, who = key) => ask("POST /api/sets", { body }, who);
const at = (id: unknown, path = "", who = key, sent: Sent = {}, method = "POST") =>
  ask(`${method} /api/sets/{id}${path}`, { ...sent, params: { id } }, who);
const read = async (id: unknown, who = key) => (await at(id, "", who, {}, "GET")).answer;
const idOf = async (body: object, who = key) => (await add(body, who)).answer["id"];
const members = async (id: unknown, who = key) => {
  const query = { set: id, order: "primaryId" };
  const { answer } = await ask("GET /api/users", { query }, who);
  return (answer["users"] as { id: number }[]).map((user) => user.id);
};
const refused = (status: number, error: string | RegExp) => ({
  status,
  answer: { error: typeof error === "string" ? error : (expect.stringMatching(error) as unknown) },
});
const gone = "There is no such set any more, or it is somebody's private set.";
const city = {
  version: 1,
  match: "all",
  conditions: [{ field: "campus", operator: "in", value: ["CITY"] }],
};

describe("a set is made", () => {
  test("of primary IDs, telling what became of each", async () => {
    const ids = ["p1", "P2", "p2", "nobody", `p${GONE}`];
    const { status, answer } = await add({ name: "Listed", ids });
    const counts = { added: 2, alreadyMembers: 0, notFound: 2, duplicates: 1 };
    expect([status, answer]).toMatchObject([201, { id: 1, members: 2, upload: counts }]);
    expect(await members(1)).toEqual([1, 2]);
    const { rows } = await own.pool.query(
      "SELECT action, subject, after FROM console.audit ORDER BY id DESC LIMIT 1",
    );
    const after = { kind: "itemized", members: 2 };
    expect(rows).toEqual([{ action: "set.add", subject: "set 1", after }]);
  });

  test("of a search, empty, or of a query that is evaluated at each use", async () => {
    const words = { text: { in: "primaryId", words: "p7" } };
    expect((await add({ name: "Found", search: words })).answer).toMatchObject({ members: 1 });
    expect((await add({ name: "Queried", search: { query: city } })).answer["members"]).toBe(4);
    expect((await add({ name: "Empty" })).answer).toEqual({ id: 3, members: 0, upload: null });
    const logical = await add({ name: "Logical", kind: "logical", search: { query: city } });
    expect(logical.answer).toMatchObject({ members: null });
    expect(await read(4)).toMatchObject({ kind: "logical", query: city, version: 1 });
    expect(await members(4)).toEqual([1, 2, 3, 4]);
  });

  test("private by a person, public by a key, which has no private sets", async () => {
    expect(await read(await idOf({ name: "Ada's" }, ada), ada)).toMatchObject({ private: true });
    expect(await read(await idOf({ name: "A script's" }))).toMatchObject({
      private: false,
      owner: null,
      isMine: true,
    });
    const error = /^A private set is a person's/;
    expect(await add({ name: "Mine", private: true })).toEqual(refused(409, error));
  });

  test.each<[string, object, number, RegExp]>([
    ["no name", {}, 400, /^name: Give the set a name/],
    ["a blank name", { name: "  " }, 400, /^name: Give the set a name/],
    ["a name with a zero byte", { name: "a\0" }, 400, /^name: The name holds a character/],
    ["too long a name", { name: "x".repeat(201) }, 400, /^name: A name has at most 200/],
    ["a taken name", { name: "TAKEN" }, 409, /^There is a set of this name already/],
    ["10,000 IDs", { name: "a", ids: Array(10_000).fill("p1") }, 400, /^ids: Enter at most 1,000/],
    ["no ID", { name: "a", ids: [] }, 400, /^ids: Enter at least one primary ID/],
    ["an empty ID", { name: "a", ids: [""] }, 400, /^ids\[0\]: An ID cannot be empty/],
    ["an ID with a zero byte", { name: "a", ids: ["p\0"] }, 400, /^ids\[0\]: This holds a control/],
    ["IDs that are numbers", { name: "a", ids: [1] }, 400, /^ids\[0\]: this is number, not string/],
    ["both ways", { name: "a", ids: ["p1"], search: { query: city } }, 400, /^ids: Members come/],
    ["another kind", { name: "a", kind: "virtual" }, 400, /^kind: /],
    [
      "a logical set of IDs",
      { name: "a", kind: "logical", ids: ["p1"] },
      400,
      /^search: A logical/,
    ],
    ["a logical set of nothing", { name: "a", kind: "logical" }, 400, /^search: A logical/],
    [
      "a logical set of words",
      { name: "a", kind: "logical", search: { text: { in: "all", words: "x" }, query: city } },
      400,
      /^search: A logical set is made of a query/,
    ],
    ["a search for nothing", { name: "a", search: {} }, 400, /^search: Enter what to search for/],
    [
      "a field that there is not",
      { name: "a", search: { query: { ...city, conditions: [{ field: "1=1" }] } } },
      400,
      /^search\.query\.conditions\[0\]/,
    ],
  ])("not with %s", async (_, body, status, sentence) => {
    await add({ name: "Taken" });
    expect(await add(body)).toEqual(refused(status, sentence));
    expect((await own.pool.query("SELECT FROM patron.sets")).rowCount).toBe(1);
  });
});

describe("a set is changed", () => {
  const texts = { name: "Renamed", description: "New", note: "Told", private: false };
  const put = (id: unknown, body: object, who = key) => at(id, "", who, { body }, "PUT");

  test("in its texts, and the second of two savers is told", async () => {
    const id = await idOf({ name: "Old" });
    expect(await put(id, { version: 1, ...texts })).toEqual({
      status: 200,
      answer: { id, version: 2 },
    });
    expect(await read(id)).toMatchObject({ version: 2, ...texts });
    expect(await put(id, { version: 1, ...texts })).toEqual(
      refused(409, /changed by somebody else/),
    );
    expect(await put(id, { version: 2, ...texts, private: true })).toEqual(
      refused(409, /^A private set is a person's/),
    );
    expect(await put(id, { version: 2, name: "Half" })).toEqual(refused(400, /^description: /));
    await add({ name: "Taken" });
    expect(await put(id, { version: 2, ...texts, name: "taken" })).toEqual(refused(409, /already/));
  });

  test("to private and public by whoever made it", async () => {
    const id = await idOf({ name: "Ada's", private: false }, ada);
    expect((await put(id, { version: 1, ...texts, private: true }, ada)).status).toBe(200);
    expect(await at(id, "", bob, {}, "GET")).toEqual(refused(404, gone));
    expect((await put(id, { version: 2, ...texts }, ada)).status).toBe(200);
    expect((await read(id, bob))["private"]).toBe(false);
  });

  test("in its query, and made itemized of whom that finds now", async () => {
    const id = await idOf({ name: "Logical", kind: "logical", search: { query: city } });
    const sea = { ...city, conditions: [{ field: "campus", operator: "in", value: ["SEA"] }] };
    const query = (body: object) => at(id, "/query", key, { body }, "PUT");
    expect(await query({ version: 1, query: sea })).toMatchObject({ answer: { version: 2 } });
    expect(await query({ version: 1, query: city })).toEqual(refused(409, /changed by somebody/));
    expect(await query({ version: 2, query: { ...city, version: 2 } })).toEqual(
      refused(400, /Only version 1/),
    );
    expect(await members(id)).toEqual([5, 6, 7, 8, 9]);
    const itemize = (version: number) => at(id, "/itemization", key, { body: { version } });
    expect(await itemize(1)).toEqual(refused(409, /changed by somebody else/));
    expect(await itemize(2)).toEqual({ status: 200, answer: { id, version: 3 } });
    expect(await read(id)).toMatchObject({ kind: "itemized", query: null, version: 3 });
    expect(await itemize(3)).toEqual(refused(409, "This set is itemized already."));
    expect(await query({ version: 3, query: sea })).toEqual(refused(409, /it has no query/));
  });

  test("a public one by its maker and an administrator, a private one by its maker alone", async () => {
    const open = await idOf({ name: "Open", private: false }, ada);
    const hidden = await idOf({ name: "Hidden" }, ada);
    const ways: [string, string, Sent][] = [
      ["PUT", "", { body: { version: 1, ...texts } }],
      ["PUT", "/query", { body: { version: 1, query: city } }],
      ["POST", "/itemization", { body: { version: 1 } }],
      ["POST", "/members", { body: { users: [1] } }],
      ["POST", "/members/removal", { body: { users: [1] } }],
      ["DELETE", "", { query: { version: 1 } }],
    ];
    for (const [method, path, sent] of ways) {
      expect(await at(open, path, bob, sent, method)).toEqual(
        refused(409, /^Only who made this set/),
      );
      for (const other of [bob, chief, key]) {
        expect(await at(hidden, path, other, sent, method)).toEqual(refused(404, gone));
      }
    }
    for (const other of [bob, chief, key]) {
      expect(await at(hidden, "/copies", other)).toEqual(refused(404, gone));
      expect(await at(hidden, "", other, {}, "GET")).toEqual(refused(404, gone));
    }
    expect((await put(open, { version: 1, ...texts }, chief)).status).toBe(200);
    expect((await at(open, "/copies", bob)).status).toBe(201);
    expect(await read(hidden, ada)).toMatchObject({ name: "Hidden", version: 1 });
  });

  test("and not deleted while a purge job is about it", async () => {
    const id = await idOf({ name: "Leavers" });
    await own.pool.query("INSERT INTO console.purge_jobs (set_id) VALUES ($1)", [id]);
    const remove = () => at(id, "", key, { query: { version: 1 } }, "DELETE");
    expect(await remove()).toEqual(refused(409, /^The purge job \d+ is about this set/));
    expect((await own.pool.query("SELECT FROM console.purge_jobs")).rowCount).toBe(1);
    await own.pool.query("DELETE FROM console.purge_jobs");
    expect((await remove()).status).toBe(200);
  });
});
