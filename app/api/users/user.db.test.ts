import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeStaff, ownDatabase, signedIn } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { unseal } from "#lib/server/sealed.ts";
import { hostileValues } from "../../../test/hostile-values.ts";
import { anonymizeAfter, makeManyLoans } from "../../../test/many-loans.ts";
import { ask as askAs, type Sent } from "../testing.ts";

/* One user's general details, lists and history, as a script reads and changes them. */

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: string;
const [ANN, GONE, NOBODY] = [1, 20, 4711];

beforeAll(async () => {
  own = await ownDatabase();
  await makeManyLoans(own.pool, 2_000);
  await anonymizeAfter(own.pool, 30);
  await own.pool
    .query(`UPDATE patron.users SET primary_id = NULL, last_name = '20', status = 'deleted',
    deleted_on = '2026-01-31' WHERE id = ${GONE}`);
  key = await makeKey("users.read", "users.write", "holds.write");
});
afterAll(() => own.end());
beforeEach(() => own.pool.query("DELETE FROM patron.user_history"));

const ask = (name: string, id: number, sent: Sent = {}, headers = withKey(key)) =>
  askAs(name, headers, { ...sent, params: { id, ...sent.params } });
const read = async (id = ANN) => (await ask("GET /api/users/{id}", id)).answer;
const change = async (body: object, id = ANN) =>
  ask("PUT /api/users/{id}", id, { body: { version: (await read(id))["version"], ...body } });
const lastAudit = async () =>
  (
    await own.pool.query<Record<string, unknown>>(
      "SELECT actor, action, subject, before, after FROM console.audit ORDER BY id DESC LIMIT 1",
    )
  ).rows[0];

test("an account is read with all that the tabs show, and no more than is described", async () => {
  await own.pool.query(`
    INSERT INTO patron.user_roles (user_id, code, active) VALUES (${ANN}, 'PATRON', true);
    INSERT INTO patron.user_addresses (user_id, address, types) VALUES (${ANN}, '1 Mill Lane', '{home}');
    INSERT INTO patron.user_phones (user_id, phone) VALUES (${ANN}, '555');
    INSERT INTO patron.user_identifiers (user_id, type, value) VALUES (${ANN}, 'BARCODE', 'b-1');
    INSERT INTO patron.user_notes (user_id, text) VALUES (${ANN}, 'A note');
    INSERT INTO patron.user_blocks (user_id, code) VALUES (${ANN}, 'LOST');
    INSERT INTO patron.user_categories (user_id, category_id) VALUES (${ANN}, 1);
    INSERT INTO patron.user_proxies (user_id, proxy_for_user_id) VALUES (2, ${ANN}), (${ANN}, 3)`);
  const held = { person: `ID ${ANN}`, reason: "Claim", owner: "Legal", reviewOn: "2099-01-01" };
  await askAs("POST /api/legal-holds", withKey(key), { body: held });
  expect(await read()).toMatchObject({
    id: ANN,
    primaryId: "p1",
    lastName: "Name 1",
    status: "active",
    onLegalHold: true,
    roles: [{ code: "PATRON", active: true }],
    addresses: [{ address: "1 Mill Lane", types: ["home"] }],
    emails: [],
    phones: [{ phone: "555" }],
    identifiers: [{ type: "BARCODE", value: "b-1" }],
    notes: [{ text: "A note" }],
    blocks: [{ code: "LOST" }],
    statistics: ["FACULTY:ARTS"],
    proxies: [{ id: 2, primaryId: "p2" }],
    proxyFor: [{ id: 3, primaryId: "p3" }],
  });
});

test("what is changed stands in the account, by its names alone in History and audit", async () => {
  const { status, answer } = await change({ lastName: "Lovelace", expiryDate: "2027-09-30" });
  const user = await read();
  expect([status, answer]).toEqual([200, { id: ANN, version: user["version"] }]);
  expect(user).toMatchObject({ primaryId: "p1", lastName: "Lovelace", expiryDate: "2027-09-30" });
  const { answer: history } = await ask("GET /api/users/{id}/history", ANN);
  const actor = `key ${key.slice(0, 14)}`;
  const fields = ["lastName", "expiryDate"];
  expect(history).toMatchObject({ entries: [{ actor, action: "change", fields }], next: null });
  const audited = { actor, action: "user.change", subject: "a user", after: { fields } };
  expect(await lastAudit()).toMatchObject(audited);
  await change({ expiryDate: null, lastName: "Name 1" });
  expect(await read()).toMatchObject({ lastName: "Name 1", expiryDate: null });
});

test("the second of two savers is told, and the version of an answer is good for the next", async () => {
  const { version } = await read();
  const put = (body: object) => ask("PUT /api/users/{id}", ANN, { body });
  const { answer } = await put({ version, campus: "CITY" });
  expect(await put({ version, campus: "SEA" })).toMatchObject({
    status: 409,
    answer: {
      error: expect.stringMatching(/^This user was changed by somebody else or a job/) as unknown,
    },
  });
  expect((await read())["campus"]).toBe("CITY");
  expect((await put({ version: answer["version"], campus: null })).status).toBe(200);
});

test.each<[string, object, number, RegExp]>([
  ["no primary ID", { primaryId: " " }, 400, /^primaryId: Enter a primary ID\.$/],
  ["another user's primary ID", { primaryId: "P2" }, 409, /^Another user has this primary ID/],
  ["a status of the deleted", { status: "deleted" }, 400, /^status: /],
  ["a record type that there is not", { recordType: "student" }, 400, /^recordType: /],
  [
    "a user group that there is not",
    { userGroup: "NOSUCH" },
    409,
    /^This user group does not exist/,
  ],
  ["a day that there is not", { birthDate: "2026-02-30" }, 400, /^birthDate: Enter a date/],
  ["the year 1", { purgeDate: "0001-01-01" }, 400, /^purgeDate: Enter a year from 1000 on/],
  ["an emptied date", { purgeDate: "" }, 400, /^purgeDate: /],
  ["a control character", { campus: "N\0" }, 400, /^campus: This holds a control character/],
  ["too long a name", { lastName: "x".repeat(256) }, 400, /^lastName: Enter at most 255/],
  ["a list for a name", { lastName: ["a", "b"] }, 400, /^lastName: this is array, not string/],
  [
    "a field that there is not",
    { lastname: "x" },
    400,
    /^lastname: there is no such key\. Did you/,
  ],
  ["a part", { emails: [] }, 400, /^emails: there is no such key/],
  ["a version that is none", { version: "1; SELECT" }, 400, /^version: version is the text/],
  ["no version", { version: undefined }, 400, /^version: /],
])("%s changes nothing", async (_, body, status, sentence) => {
  const before = await read();
  const refused = await change(body);
  expect(refused.status).toBe(status);
  expect(refused.answer["error"]).toMatch(sentence);
  expect(await read()).toEqual(before);
  expect((await own.pool.query("SELECT FROM patron.user_history")).rowCount).toBe(0);
});

test.each(hostileValues)("the value %s is a value", async (value) => {
  const texts = { lastName: value, title: value, campus: value, jobCategory: value };
  expect((await change(texts)).status).toBe(200);
  expect(await read()).toMatchObject(texts);
});

test("who there is not is 404, and who was purged is read and changed no more", async () => {
  for (const [name, params] of [
    ["GET /api/users/{id}", {}],
    ["GET /api/users/{id}/history", {}],
    ["GET /api/users/{id}/records/{family}", { family: "loans" }],
  ] as const) {
    expect(await ask(name, NOBODY, { params })).toEqual({
      status: 404,
      answer: { error: `There is no user ${NOBODY}.` },
    });
  }
  const body = { version: "1", campus: "CITY" };
  expect((await ask("PUT /api/users/{id}", NOBODY, { body })).status).toBe(404);
  expect(await read(GONE)).toMatchObject({ primaryId: null, deletedOn: "2026-01-31" });
  expect(await change({ campus: "CITY" }, GONE)).toEqual({
    status: 409,
    answer: { error: "A purged user cannot be changed." },
  });
  expect((await ask("GET /api/users/{id}", Number.NaN)).status).toBe(400);
});

test("loans are listed a page at a time, each once; what was cut is gone from them", async () => {
  const found: unknown[] = [];
  for (let after: unknown; after !== null;) {
    const query = after === undefined ? {} : { after };
    const params = { family: "loans" };
    const page = await ask("GET /api/users/{id}/records/{family}", ANN, { params, query });
    const { records, next } = page.answer as { records: { id: number }[]; next: string | null };
    found.push(...records.map(({ id }) => id));
    expect(next === null || unseal(next) === records.at(-1)?.id).toBe(true);
    after = next;
  }
  expect(found.length).toBe(100);
  expect(new Set(found).size).toBe(100);
  const [first] = found;
  await own.pool.query("DELETE FROM patron.loan_links WHERE loan_id = $1", [first]);
  const params = { family: "loans" };
  const { answer } = await ask("GET /api/users/{id}/records/{family}", ANN, { params });
  expect((answer["records"] as { id: number }[]).map(({ id }) => id)).not.toContain(first);
});

test("no address ties a user to a record: where a page ends is sealed, and no number is taken", async () => {
  const params = { family: "loans" };
  const page = (query?: object) =>
    ask("GET /api/users/{id}/records/{family}", ANN, { params, query: { ...query } });
  const { records } = (await page()).answer as { records: { id: number }[] };
  expect(await page({ after: records.at(-1)?.id })).toEqual({
    status: 400,
    answer: { error: "after: after is the next of a page." },
  });
});

test("History goes on behind its page", async () => {
  await own.pool.query(`INSERT INTO patron.user_history (user_id, actor, action, fields)
    SELECT ${ANN}, 'operator', 'change', '{campus}' FROM generate_series(1, 51)`);
  const { answer } = await ask("GET /api/users/{id}/history", ANN);
  expect((answer["entries"] as unknown[]).length).toBe(50);
  const query = { before: answer["next"] };
  const rest = await ask("GET /api/users/{id}/history", ANN, { query });
  expect(rest.answer).toMatchObject({ entries: [{ actor: "Command line" }], next: null });
});

test("a person does the same under their own name", async () => {
  const id = await makeStaff("ada@example.org", "userManager");
  const headers = await signedIn("ada@example.org");
  const body = { version: (await read())["version"], gender: "X" };
  expect((await ask("PUT /api/users/{id}", ANN, { body }, headers)).status).toBe(200);
  expect(await lastAudit()).toMatchObject({ actor: id, action: "user.change" });
});
