import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownDatabase } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { hostileValues } from "../../../test/hostile-values.ts";
import { makeLibrary } from "../../../test/library.ts";
import { ask as askAs, type Sent } from "../testing.ts";

/* What an account has several of, and what ties it to codes and to others. */

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: string;
const [ANN, BEN, GONE, NOBODY] = [1, 2, 3, 4711];

beforeAll(async () => {
  own = await ownDatabase();
  await makeLibrary(own.pool, 3);
  await own.pool.query(
    `UPDATE patron.users SET primary_id = NULL, status = 'deleted', deleted_on = current_date WHERE id = ${GONE}`,
  );
  key = await makeKey("users.read", "users.write");
});
afterAll(() => own.end());

const ask = (name: string, id: number, sent: Sent = {}) =>
  askAs(name, withKey(key), { ...sent, params: { id, ...sent.params } });
const read = async (id = ANN) => (await ask("GET /api/users/{id}", id)).answer;
const add = (body: object, id = ANN) => ask("POST /api/users/{id}/parts", id, { body });
const change = (part: unknown, body: object, id = ANN) =>
  ask("PUT /api/users/{id}/parts/{part}", id, { params: { part }, body });
const remove = (part: unknown, query: Record<string, unknown>, id = ANN) =>
  ask("DELETE /api/users/{id}/parts/{part}", id, { params: { part }, query });
const history = async (id = ANN) => {
  const { answer } = await ask("GET /api/users/{id}/history", id);
  return (answer["entries"] as { action: string; fields: string[] }[]).map(
    ({ action, fields }) => `${action}: ${fields.join()}`,
  );
};
const refused = (status: number, error: string | RegExp) => ({
  status,
  answer: { error: typeof error === "string" ? error : (expect.stringMatching(error) as unknown) },
});
const meanwhile = /^This user was changed by somebody else or a job/;

const email = { kind: "email", email: "ann@example.org", types: ["home"], preferred: true };

describe.each([
  ["addresses", { kind: "address", address: "1 Mill Lane\nRiverside", types: [], preferred: true }],
  ["emails", email],
  ["phones", { kind: "phone", phone: "555 1", types: ["home", "work"], preferred: false }],
  ["identifiers", { kind: "identifier", type: "BARCODE", value: "b-1", active: true }],
  ["notes", { kind: "note", text: "A note", type: null, userViewable: false, popup: true }],
  ["blocks", { kind: "block", code: "LOST", type: "LOAN", active: false, note: null }],
])("of %s", (list, part) => {
  const { kind, ...values } = part;

  test("one is added, changed and removed, each told in History by its name alone", async () => {
    const added = await add(part);
    expect(added).toEqual({
      status: 201,
      answer: { id: expect.any(Number) as unknown, version: expect.any(String) as unknown },
    });
    const { id, version } = added.answer;
    expect((await read())[list]).toEqual([{ id, version, ...values }]);

    const [flag] = Object.entries(values).find(([, value]) => typeof value === "boolean")!;
    const turned = { ...part, [flag]: !(values as Record<string, unknown>)[flag] };
    const changed = await change(id, { ...turned, version });
    expect(changed.status).toBe(200);
    expect(await change(id, { ...part, version })).toEqual(refused(409, meanwhile));
    expect(await remove(id, { kind, version })).toEqual(refused(409, meanwhile));

    const now = { kind, version: changed.answer["version"] };
    expect(await remove(id, now, BEN)).toEqual(refused(409, meanwhile));
    expect(await remove(id, now)).toEqual({ status: 200, answer: { id } });
    expect((await read())[list]).toEqual([]);
    const told = [`${kind}.remove: ${kind}`, `${kind}.change: ${flag}`, `${kind}.add: ${kind}`];
    expect((await history()).slice(0, 3)).toEqual(told);
  });

  test("none is added to who is not there or was purged", async () => {
    expect(await add(part, NOBODY)).toEqual(refused(404, "This user does not exist any more."));
    expect(await add(part, GONE)).toEqual(refused(409, "A purged user cannot be changed."));
  });

  test("every field is needed, and none is taken that there is not", async () => {
    for (const field of Object.keys(values)) {
      const { [field]: _, ...rest } = part as Record<string, unknown>;
      expect(await add(rest)).toEqual(refused(400, new RegExp(`^${field}: `)));
    }
    expect(await add({ ...part, userId: 2 })).toEqual(
      refused(400, /^userId: there is no such key/),
    );
  });
});

test.each<[string, object, RegExp]>([
  ["no kind", { email: "a@b" }, /kind is one of address, email/],
  ["a kind that there is not", { kind: "fax", fax: "1" }, /kind is one of address, email/],
  ["no address at all", { ...email, email: "" }, /^email: Enter an e-mail address\./],
  ["an address without @", { ...email, email: "ann" }, /^email: Enter an e-mail address, such/],
  ["types as a text", { ...email, types: "home" }, /^types: this is string, not array/],
  ["10,000 types", { ...email, types: Array(10_000).fill("x") }, /^types: There are at most 100/],
  ["too long a type", { ...email, types: ["x".repeat(101)] }, /^types: A type has at most 100/],
  ["a word for true", { ...email, preferred: "yes" }, /^preferred: this is string, not boolean/],
  ["another kind's field", { ...email, popup: true }, /^popup: there is no such key/],
])("%s is refused", async (_, body, sentence) => {
  expect(await add(body)).toEqual(refused(400, sentence));
  expect((await read())["emails"]).toEqual([]);
});

test("an identifier that is active is no other user's", async () => {
  const identifier = { kind: "identifier", type: "BARCODE", value: "b-9", active: true };
  expect((await add(identifier)).status).toBe(201);
  const error = "Another user has this identifier of this type.";
  expect(await add(identifier, BEN)).toEqual(refused(409, error));
});

test.each(hostileValues)("the value %s is a value", async (value) => {
  const note = { kind: "note", text: value, type: value, userViewable: false, popup: false };
  const { answer } = await add(note);
  expect((await read())["notes"]).toMatchObject([{ text: value, type: value }]);
  await remove(answer["id"], { kind: "note", version: answer["version"] });
  const role = { body: { code: value, active: true } };
  expect((await ask("POST /api/users/{id}/roles", ANN, role)).status).toBe(200);
  expect((await read())["roles"]).toEqual([{ code: value, active: true }]);
  const gone = { body: { code: value } };
  expect((await ask("POST /api/users/{id}/roles/removal", ANN, gone)).status).toBe(200);
  expect((await read())["roles"]).toEqual([]);
  const category = { body: { category: value } };
  for (const path of ["statistics", "statistics/removal"]) {
    const error = "This statistical category does not exist any more.";
    expect(await ask(`POST /api/users/{id}/${path}`, ANN, category)).toEqual(refused(409, error));
  }
});

test.each<[string, string, object, RegExp]>([
  ["a role without a name", "roles", { code: " ", active: true }, /^code: Enter a role/],
  ["a role neither active nor not", "roles", { code: "PATRON" }, /^active: /],
  ["a role with a zero byte", "roles/removal", { code: "\0" }, /^code: A code holds/],
  ["no category", "statistics", { category: "" }, /^category: A code cannot be empty/],
  ["a category with a zero byte", "statistics", { category: "a\0" }, /^category: A code holds/],
  ["too long a category", "statistics/removal", { category: "x".repeat(999) }, /^category: A code/],
  ["a proxy without a name", "proxies", { primaryId: "" }, /^primaryId: Enter the primary ID/],
])("%s is refused", async (_, path, body, sentence) => {
  expect(await ask(`POST /api/users/{id}/${path}`, ANN, { body })).toEqual(refused(400, sentence));
});

test("roles and categories are given, altered and taken, and a second time is refused", async () => {
  const post = (path: string, body: object) => ask(`POST /api/users/{id}/${path}`, ANN, { body });
  for (const active of [true, false, false]) {
    expect(await post("roles", { code: "PATRON", active })).toMatchObject({ status: 200 });
  }
  expect((await read())["roles"]).toEqual([{ code: "PATRON", active: false }]);
  for (const status of [200, 409]) {
    expect((await post("statistics", { category: "FACULTY:ARTS" })).status).toBe(status);
  }
  expect((await read())["statistics"]).toEqual(["FACULTY:ARTS"]);
  for (const status of [200, 404]) {
    expect((await post("roles/removal", { code: "PATRON" })).status).toBe(status);
    expect((await post("statistics/removal", { category: "FACULTY:ARTS" })).status).toBe(status);
  }
  expect(await read()).toMatchObject({ roles: [], statistics: [] });
});

test("a proxy stands at both ends, and in both Histories", async () => {
  const befriend = (primaryId: string, id = ANN) =>
    ask("POST /api/users/{id}/proxies", id, { body: { primaryId } });
  expect(await befriend("nobody")).toEqual(refused(409, "There is no user with this primary ID."));
  expect(await befriend("P1")).toEqual(refused(409, "Nobody is a proxy for themselves."));
  expect((await befriend("p1", NOBODY)).status).toBe(404);
  expect((await befriend("P2")).status).toBe(200);
  expect(await read()).toMatchObject({ proxies: [{ id: BEN }], proxyFor: [] });
  expect(await read(BEN)).toMatchObject({ proxies: [], proxyFor: [{ id: ANN }] });
  const params = { proxy: BEN };
  for (const status of [200, 404]) {
    const removed = await ask("DELETE /api/users/{id}/proxies/{proxy}", ANN, { params });
    expect(removed.status).toBe(status);
  }
  expect(await read()).toMatchObject({ proxies: [] });
  expect([(await history())[0], (await history(BEN))[0]]).toEqual([
    "proxy.remove: proxy",
    "proxyFor.remove: proxy",
  ]);
});

test("the codes that accounts have are listed for who reads users", async () => {
  const { status, answer } = await askAs("GET /api/users/codes", withKey(key));
  expect(status).toBe(200);
  expect(answer).toMatchObject({
    userGroup: expect.arrayContaining([{ code: "STAFF", name: "STAFF" }]) as unknown,
  });
});
