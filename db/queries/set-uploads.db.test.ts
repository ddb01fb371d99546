import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { addSet } from "./set-changes.ts";
import { addMembers, membersOf } from "./set-members.ts";
import { unfoundIds, uploadIds } from "./set-uploads.ts";
import { holdSet, type SetUser } from "./sets.ts";
import { countUsers } from "./user-list.ts";

let home: TestDatabase;
let db: Database;
let id: number;
const ada: SetUser = { id: "ada" };
const texts = { name: "From a file", description: "", note: "", private: true };

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 10);
  await home.pool.query(
    "INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada', 'ada@example.org')",
  );
});
beforeEach(async () => {
  await home.pool.query("TRUNCATE patron.sets CASCADE");
  await home.pool.query("DELETE FROM patron.users WHERE id > 10");
  ({ id } = await web((tx) => addSet(tx, ada, texts)));
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const web = <T>(work: (tx: Tx) => Promise<T>) => db.transaction("lethe_web", work);
const text = (...ids: string[]) =>
  ids.map((value, index) => ({ line: index + 2, value, isNumber: false }));

test("an upload says who was added, was a member, is unknown, and stands in it twice", async () => {
  await web((tx) => addMembers(tx, ada, { id, users: [1] }));
  const sent = text("P1", "p2", "nobody", "p3", "P2", "NOBODY", "p2");
  const { upload, change } = await web((tx) => uploadIds(tx, ada, { id, sent }));
  const counts = { added: 2, alreadyMembers: 1, notFound: 1, duplicates: 3 };
  expect(upload).toMatchObject(counts);
  expect(change).toEqual({ action: "set.addMembers", subject: `set ${id}`, after: counts });
  expect(
    await web(async (tx) => countUsers(tx, await membersOf(tx, await holdSet(tx, ada, id)))),
  ).toBe(3);
  expect(await web((tx) => unfoundIds(tx, upload.id))).toEqual([
    { line: 4, value: "nobody", reason: "unknown" },
  ]);
});

test("an upload into a logical set is refused", async () => {
  const query = userQuerySchema.parse({
    version: 1,
    match: "all",
    conditions: [{ field: "campus", operator: "isEmpty" }],
  });
  const logical = await web((tx) => addSet(tx, ada, { ...texts, name: "Logical", query }));
  await expect(
    web((tx) => uploadIds(tx, ada, { id: logical.id, sent: text("p1") })),
  ).rejects.toThrow(/This set is logical/);
});

test("an upload takes no number of Excel's that may have lost its zeros", async () => {
  await home.pool.query(
    "INSERT INTO patron.users (primary_id) VALUES ('0012'), ('77'), ('077'), ('88'), ('099')",
  );
  const sent = ["12", "77", "88", "99"].map((value, line) => ({ line, value, isNumber: true }));
  const { upload } = await web((tx) => uploadIds(tx, ada, { id, sent }));
  expect(upload).toMatchObject({ added: 1, notFound: 3 });
  expect(await web((tx) => unfoundIds(tx, upload.id))).toEqual([
    { line: 0, value: "12", reason: "zerosLost" },
    { line: 1, value: "77", reason: "zerosLost" },
    { line: 3, value: "99", reason: "zerosLost" },
  ]);
  const asText = await web((tx) => uploadIds(tx, ada, { id, sent: text("77", "0012") }));
  expect(asText.upload).toMatchObject({ added: 2, notFound: 0 });
});

test("an upload knows who was purged, by what the policy kept", async () => {
  await home.pool.query(
    `INSERT INTO patron.users (primary_id, last_name, status, deleted_on) VALUES
     ('kept', 'Name', 'deleted', current_date), (NULL, 'Old7', 'deleted', current_date)`,
  );
  const { upload } = await web((tx) => uploadIds(tx, ada, { id, sent: text("KEPT", "old7", "x") }));
  const unfound = await web((tx) => unfoundIds(tx, upload.id));
  expect(unfound.map(({ reason }) => reason)).toEqual(["purged", "purged", "unknown"]);
});
