import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { importLimits } from "#lib/import-limits.ts";
import type { Handler } from "#lib/server/handler.ts";
import { makeStaff, ownDatabase, signedIn } from "#lib/server/testing.ts";
import { tablesWith } from "../../../test/search.ts";
import { PUT } from "./[id]/files/[number]/route.ts";
import { GET as getRejects } from "./[id]/rejects/route.ts";
import { DELETE, GET } from "./[id]/route.ts";
import { POST as postStart } from "./[id]/start/route.ts";
import { POST as postStop } from "./[id]/stop/route.ts";
import { GET as list, POST } from "./route.ts";

vi.mock("next/headers", () => ({ headers: async () => new Headers() }));

let own: Awaited<ReturnType<typeof ownDatabase>>;
let admin: Headers;
beforeAll(async () => {
  own = await ownDatabase();
  await makeStaff("admin@example.org", "generalSystemAdministrator");
  await makeStaff("other@example.org", "userAdministrator", "fulfillmentAdministrator");
  admin = await signedIn("admin@example.org");
});
afterAll(() => own.end());

/** Calls a handler as Next would: its status and JSON. */
async function call(
  door: Handler,
  params: Record<string, string>,
  { method = "POST", query = "", body, headers = admin }: Partial<Called> = {},
) {
  const request = new Request(`http://localhost:3000/api/imports${query}`, {
    method,
    headers,
    body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
  });
  const response = await door(request, { params: Promise.resolve(params) });
  const text = await response.text();
  return {
    status: response.status,
    body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}
interface Called {
  method: string;
  query: string;
  body: unknown;
  headers: Headers;
}

const csv = Buffer.from("primary_id\nanna\n");
const users = { name: "users.csv", size: csv.byteLength };
const open = async (files: object[] = [users]) =>
  String((await call(POST, {}, { body: { files } })).body.id);
const put = (id: string, offset: number, body: Uint8Array, number = "0") =>
  call(PUT, { id, number }, { method: "PUT", query: `?offset=${offset}`, body });

test("files are sent, tried, stopped and discarded, each step in the audit without a name", async () => {
  const id = await open();
  expect(await put(id, 0, csv)).toEqual({ status: 200, body: { received: csv.byteLength } });
  expect((await call(postStart, { id }, { body: { dryRun: true } })).status).toBe(202);
  expect((await call(GET, { id }, { method: "GET" })).body).toMatchObject({
    status: "queued",
    dryRun: true,
    isMoving: true,
    isComplete: true,
    source: "alma",
    names: ["users.csv"],
  });
  expect((await call(postStop, { id })).status).toBe(202);
  expect((await call(list, {}, { method: "GET" })).body.imports).toMatchObject([
    { id, status: "stopped" },
  ]);
  expect(await call(DELETE, { id }, { method: "DELETE" })).toEqual({
    status: 200,
    body: { id, status: "discarded" },
  });
  expect((await call(GET, { id }, { method: "GET" })).status).toBe(404);
  const { rows } = await own.pool.query(
    "SELECT action FROM console.audit WHERE subject = $1 ORDER BY id",
    [`import ${id}`],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    "import.upload",
    "import.try",
    "import.stop",
    "import.discard",
  ]);
  expect(await tablesWith(own.pool, "users.csv")).toEqual([]);
});

test.each([
  ["no file", { files: [] }, 400, "Name a file to import."],
  ["an empty file", { files: [{ ...users, size: 0 }] }, 400, "The file is empty."],
  ["too large a file", { files: [{ ...users, size: 5e9 }] }, 400, "A file has at most 4.29 GB."],
  ["a path for a name", { files: [{ ...users, name: "../users.csv" }] }, 400, "has no slash"],
  [
    "a name that hides",
    { files: [{ ...users, name: "users\u0000.csv" }] },
    400,
    "no control character",
  ],
  ["an unknown key", { files: [users], dryRun: true }, 400, "dryRun"],
  [
    "a format that there is not",
    { files: [{ ...users, format: "pets" }] },
    400,
    "A format is one of",
  ],
  ["a source that is no name", { files: [users], source: "a b" }, 400, "A source is named by"],
  [
    "a name that tells nothing",
    { files: [{ ...users, name: "x.csv" }] },
    409,
    'What "x.csv" holds is not told',
  ],
  [
    "more files than one import takes",
    { files: Array.from({ length: importLimits.files + 1 }, () => users) },
    400,
    "50 files at most",
  ],
])("%s is refused before anything is sent", async (_what, body, status, sentence) => {
  const answer = await call(POST, {}, { body });
  expect(answer).toEqual({ status, body: { error: expect.stringContaining(sentence) } });
});

test("a piece that is too large, too early or of no file is refused, and nothing of it is kept", async () => {
  const id = await open([{ ...users, size: 20_000_000 }]);
  const large = Buffer.alloc(importLimits.chunkBytes + 1);
  expect(await put(id, 0, large)).toMatchObject({ status: 413 });
  expect(await put(id, 7, csv)).toEqual({
    status: 409,
    body: { received: 0, error: expect.stringContaining("before this one has not arrived") },
  });
  expect(await put(id, 0, csv, "1")).toMatchObject({ status: 404 });
  expect(await put("nothing", 0, csv)).toMatchObject({ status: 400 });
  expect(await call(PUT, { id, number: "0" }, { method: "PUT", body: csv })).toMatchObject({
    status: 400,
  });
  expect((await own.pool.query("SELECT FROM patron.import_chunks")).rowCount).toBe(0);
  await call(DELETE, { id }, { method: "DELETE" });
});

test("a piece of which less arrived than was announced is refused", async () => {
  const id = await open();
  const headers = new Headers(admin);
  headers.set("content-length", String(csv.byteLength + 1));
  const answer = await call(
    PUT,
    { id, number: "0" },
    { method: "PUT", query: "?offset=0", body: csv, headers },
  );
  expect(answer).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining("broke off") },
  });
  await call(DELETE, { id }, { method: "DELETE" });
});

test("an upload that was cut off is not started, and says what is missing", async () => {
  const id = await open([users, { ...users, name: "loans.csv" }]);
  await put(id, 0, csv);
  expect(await call(postStart, { id }, { body: { dryRun: true } })).toEqual({
    status: 409,
    body: { error: '"loans.csv" has not arrived whole: 0 B of 16 B. Send the rest first.' },
  });
  await call(DELETE, { id }, { method: "DELETE" });
});

test("rejected lines are a CSV that no spreadsheet takes for formulas", async () => {
  const id = await open();
  await own.pool.query(
    `INSERT INTO patron.import_rejects (import_id, file, line, "column", reason)
     SELECT $1, 'users.csv', n, 'note', '=1+"' || n || '"' FROM generate_series(1, 1500) n`,
    [id],
  );
  const request = new Request("http://localhost:3000/api/imports", { headers: admin });
  const text = await (await getRejects(request, { params: Promise.resolve({ id }) })).text();
  const lines = text.trimEnd().split("\r\n");
  expect(lines).toHaveLength(1_501);
  expect(lines.slice(0, 2)).toEqual([
    "file,line,record,column,reason",
    `users.csv,1,,note,"'=1+""1"""`,
  ]);
  await call(DELETE, { id }, { method: "DELETE" });
});

test("whoever may not import may not look either", async () => {
  const headers = await signedIn("other@example.org");
  const id = await open();
  const answers = await Promise.all([
    call(list, {}, { method: "GET", headers }),
    call(POST, {}, { body: { files: [users] }, headers }),
    call(GET, { id }, { method: "GET", headers }),
    call(DELETE, { id }, { method: "DELETE", headers }),
    call(PUT, { id, number: "0" }, { method: "PUT", query: "?offset=0", body: csv, headers }),
    call(postStart, { id }, { body: { dryRun: false }, headers }),
    call(postStop, { id }, { headers }),
    call(getRejects, { id }, { method: "GET", headers }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(403));
});
