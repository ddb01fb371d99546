import { afterAll, beforeAll, expect, test } from "vitest";
import { ownDatabase } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { hostileValues } from "../../../test/hostile-values.ts";
import { makeManyLoans } from "../../../test/many-loans.ts";
import { ask as askAs, type Sent } from "../testing.ts";

/* Records found as on Explain a Record: by an item's barcode, or by the number in the source system. */

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: Headers;
beforeAll(async () => {
  own = await ownDatabase();
  await makeManyLoans(own.pool, 150);
  key = withKey(await makeKey("anonymization.read"));
});
afterAll(() => own.end());

const ask = (name: string, sent: Sent) => askAs(name, key, sent);
const find = (body: object) => ask("POST /api/records/lookup", { body });
const refused = (status: number, error: string | RegExp) => ({
  status,
  answer: { error: typeof error === "string" ? error : (expect.stringMatching(error) as unknown) },
});
const bySource = (number: string) => find({ by: "source", family: "loans", number });

test("an item is found by its barcode, and has its records, the latest first, a hundred at most", async () => {
  expect(await find({ by: "barcode", number: " B1 " })).toEqual({
    status: 200,
    answer: { item: 1, record: null },
  });
  const { answer } = await ask("GET /api/items/{id}", { params: { id: 1 } });
  expect(answer["item"]).toEqual({ barcode: "B1", title: null });
  const records = answer["records"] as { id: number }[];
  expect(records.length).toBe(100);
  expect(records[0]).toMatchObject({ family: "loans", id: 150, linked: true });
});

test("a record is found by its number in the source system, as long as it names a patron", async () => {
  expect((await bySource("7")).answer).toEqual({ item: null, record: 7 });
  const params = { family: "loans", id: 7 };
  const { answer } = await ask("GET /api/records/{family}/{id}", { params });
  expect(answer).toMatchObject({ library: "ARCH", itemBarcode: "B1", endedOn: null });
  expect(JSON.stringify(answer)).not.toMatch(/Name \d|"p\d+"/);
  await own.pool.query("DELETE FROM patron.loan_links WHERE loan_id = 7");
  expect(await bySource("7")).toEqual(refused(404, /^No loan that names a patron has this number/));
  expect((await ask("GET /api/records/{family}/{id}", { params })).status).toBe(200);
});

test("a number that two sources use names nobody's record", async () => {
  await own.pool.query(`INSERT INTO record.sources (name) VALUES ('koha');
    UPDATE patron.loan_links SET source_id = 2, source_number = '8' WHERE loan_id = 9`);
  expect(await bySource("8")).toEqual(refused(409, /^Two sources have loans with this number/));
});

test.each<[string, object, RegExp]>([
  ["nothing", {}, /by is barcode or source/],
  [
    "an ID, which is read without being found",
    { by: "id", number: "7" },
    /by is barcode or source/,
  ],
  ["a blank", { by: "barcode", number: " " }, /^number: Enter a barcode or a number/],
  ["a number as such", { by: "barcode", number: 1 }, /^number: this is number, not string/],
  [
    "too long a number",
    { by: "barcode", number: "1".repeat(201) },
    /^number: A number has at most/,
  ],
  ["a zero byte", { by: "barcode", number: "B1\0" }, /^number: The number holds a character/],
  ["no family", { by: "source", number: "7" }, /^family: /],
  [
    "a family that there is not",
    { by: "source", family: "books", number: "7" },
    /^family: There are/,
  ],
  [
    "a family of a barcode",
    { by: "barcode", family: "loans", number: "7" },
    /^family: there is no/,
  ],
])("%s finds nothing: 400", async (_, body, sentence) => {
  expect(await find(body)).toEqual(refused(400, sentence));
});

test.each([...hostileValues, "B%", "_1"])("the number %s is only a number", async (number) => {
  expect(await find({ by: "barcode", number })).toEqual(refused(404, "No item has this barcode."));
  expect((await bySource(number)).status).toBe(404);
});

test("what there is not is 404", async () => {
  const params = { family: "loans", id: 4711 };
  expect(await ask("GET /api/records/{family}/{id}", { params })).toEqual(
    refused(404, "There is no loan 4711."),
  );
  expect(await ask("GET /api/items/{id}", { params: { id: 4711 } })).toEqual(
    refused(404, "There is no item 4711."),
  );
  expect((await ask("GET /api/items/{id}", { params: { id: "B1" } })).status).toBe(400);
  expect((await ask("GET /api/items/{id}", { params: { id: 2 ** 40 } })).status).toBe(404);
});
