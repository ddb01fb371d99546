import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { foundAtMost } from "#lib/found-at-most.ts";
import { userOrders, type UserOrder, type UserSearch } from "#lib/user-search.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { membersOf } from "./set-members.ts";
import {
  countUsers,
  everyone,
  listUsers,
  usersSearched,
  type Such,
  type UserRow,
} from "./user-list.ts";
import { lookUp } from "./user-lookup.ts";

let home: TestDatabase;
let db: Database;

const USERS = 200;

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 0);
  await home.pool.query(
    `INSERT INTO patron.users (primary_id, first_name, last_name, status, deleted_on, expiry_date, purge_date, campus)
     SELECT CASE WHEN NOT gone THEN 'P' || (n * 37) % 1000 || '-' || n END,
       CASE WHEN n % 5 > 0 AND NOT gone THEN (ARRAY['Ada', 'bea', 'Čeněk', 'Ödön'])[1 + (n / 7) % 4] END,
       CASE WHEN gone THEN n::text WHEN n % 11 > 0 THEN (ARRAY['Smith', 'smith', 'Žák', 'van der Berg', 'O''Neil', 'Percent%'])[1 + n % 6] END,
       (CASE WHEN gone THEN 'deleted' ELSE 'active' END)::patron.user_status, CASE WHEN gone THEN current_date END,
       CASE WHEN n % 4 > 0 THEN current_date - n % 10 END, CASE WHEN n % 5 = 0 THEN current_date + n % 7 END,
       CASE WHEN n % 2 = 0 THEN 'CITY' END
     FROM generate_series(1, ${USERS}) n, LATERAL (SELECT n % 9 = 0) AS purged (gone)`,
  );
  await home.pool.query(
    "INSERT INTO patron.user_identifiers (user_id, type, value) SELECT id, 'BARCODE', 'B' || id FROM patron.users",
  );
  await home.pool.query(
    "INSERT INTO patron.user_emails (user_id, email) SELECT id, 'U' || id || '@Example.org' FROM patron.users",
  );
  await home.pool.query(
    `INSERT INTO patron.sets (name, kind, private) VALUES ('A third', 'itemized', false);
     INSERT INTO patron.set_members SELECT 1, id FROM patron.users WHERE id % 3 = 0 AND status <> 'deleted'`,
  );
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const web = <T>(work: (tx: Tx) => Promise<T>) => db.transaction("lethe_web", work);

/** All pages of a list, one after the other. */
async function walk(such: Such, order: UserOrder, descending: boolean): Promise<UserRow[]> {
  const all: UserRow[] = [];
  let after: number | undefined;
  do {
    const page = await web((tx) => listUsers(tx, such, { order, descending, after, limit: 7 }));
    all.push(...page.users);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return all;
}

const bytes = (text: string | null) => Buffer.from((text ?? "").toLowerCase());

/** The order in plain words: who has a place in it first, the others after them, either way round. */
function inOrder(order: UserOrder, descending: boolean) {
  const rank = (user: UserRow) =>
    order === "expiryDate" || order === "purgeDate"
      ? Number(user[order] === null)
      : Number(user.status === "deleted");
  const keys = (user: UserRow) => {
    const names = [bytes(user.lastName), bytes(user.firstName)];
    if (order === "name") return names;
    if (order === "primaryId") return user.primaryId === null ? names : [bytes(user.primaryId)];
    return [bytes(user[order])];
  };
  return (a: UserRow, b: UserRow) => {
    if (rank(a) !== rank(b)) return rank(a) - rank(b);
    const difference =
      keys(a).reduce((found, key, index) => found || key.compare(keys(b)[index]!), 0) ||
      a.id - b.id;
    return descending ? -difference : difference;
  };
}

describe.each(userOrders)("a list ordered by %s", (order) => {
  test.each([false, true])("shows every user once, page by page, descending: %s", async (down) => {
    const users = await walk(everyone, order, down);
    expect(users).toHaveLength(USERS);
    expect(users.map(({ id }) => id)).toEqual(
      users.toSorted(inOrder(order, down)).map(({ id }) => id),
    );
  });

  test.each([false, true])(
    "has the living members of a set alone, descending: %s",
    async (down) => {
      const members = await web((tx) => membersOf(tx, { id: 1, query: null }));
      const ids = (users: UserRow[]) => users.map(({ id }) => id);
      const all = ids(await walk(everyone, order, down));
      const inSet = (id: number) => id % 3 === 0 && id % 9 !== 0;
      expect(ids(await walk(members, order, down))).toEqual(all.filter(inSet));
    },
  );

  test("is the same where who is meant is found first", async () => {
    const query = userQuerySchema.parse({
      version: 1,
      match: "all",
      conditions: [{ field: "campus", operator: "in", value: ["CITY"] }],
    });
    const such = await web((tx) => usersSearched(tx, { query }));
    const walked = await walk(such, order, false);
    expect(walked).toHaveLength(USERS / 2);
    expect(await walk({ ...such, first: true }, order, false)).toEqual(walked);
    expect(await web((tx) => countUsers(tx, such))).toBe(USERS / 2);
  });
});

test("a list goes on behind a user whose name changed, and begins anew behind one who is gone", async () => {
  const first = await web((tx) =>
    listUsers(tx, everyone, { order: "name", descending: false, limit: 5 }),
  );
  const gone = await web((tx) =>
    listUsers(tx, everyone, { order: "name", descending: false, after: 999_999, limit: 5 }),
  );
  expect(gone.users).toEqual(first.users);
});

const found = async (search: UserSearch) =>
  (await walk(await web((tx) => usersSearched(tx, search)), "name", false)).map(({ id }) => id);
describe("a look-up", () => {
  test("finds numbers and addresses whole, whatever their case", async () => {
    expect(await found({ text: { in: "identifier", words: "b17" } })).toEqual([17]);
    expect(await found({ text: { in: "identifier", words: "b1" } })).toEqual([1]);
    expect(await found({ text: { in: "email", words: "u5@EXAMPLE.ORG" } })).toEqual([5]);
    expect(await found({ text: { in: "primaryId", words: "p37-1" } })).toEqual([1]);
    expect(await found({ text: { in: "all", words: "B23" } })).toEqual([23]);
  });

  test("finds a purged user by the ID that is left", async () => {
    expect(await found({ text: { in: "all", words: "ID 18" } })).toEqual([18]);
    expect(await found({ text: { in: "all", words: "18" } })).toContain(18);
    expect(await found({ text: { in: "name", words: "18" } })).toEqual(
      expect.arrayContaining([18, 180]),
    );
  });

  test.each([
    ["smi", "smith", ""],
    ["smith ad", "smith", "ada"],
    ["ADA SMITH", "smith", "ada"],
    ["smith, ad", "smith", "ada"],
    ["ŽÁK Ö", "žák", "ödön"],
    ["van der", "van der berg", ""],
    ["bea van der b", "van der berg", "bea"],
    ["van  der Berg bea", "van der berg", "bea"],
    ["o'n", "o'neil", ""],
    ["percent%", "percent%", ""],
    ["ada", "", "ada"],
    ["ad, smith", "nobody", ""],
    ["%", "nobody", ""],
    ["_mith", "nobody", ""],
    ["one two three four five six", "nobody", ""],
  ])("finds names as they begin: %s", async (words, last, first) => {
    const { rows } = await home.pool.query<{ id: number }>(
      `SELECT id::int FROM patron.users WHERE status <> 'deleted' AND ($1 = '' OR lower(last_name) = $1)
       AND ($2 = '' OR lower(first_name) = $2)`,
      [last, first],
    );
    expect(rows.length > 0).toBe(last !== "nobody");
    const ids = await found({ text: { in: "name", words } });
    expect(ids.sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id).sort((a, b) => a - b));
  });

  test("together with a query finds whom both mean", async () => {
    const query = userQuerySchema.parse({
      version: 1,
      match: "all",
      conditions: [{ field: "campus", operator: "in", value: ["CITY"] }],
    });
    expect(await found({ text: { in: "identifier", words: "b17" }, query })).toEqual([]);
    expect(await found({ text: { in: "identifier", words: "b16" }, query })).toEqual([16]);
  });

  test("says when more fit than it brings", async () => {
    await home.pool.query(
      `INSERT INTO patron.users (primary_id, last_name) SELECT 'many' || n, 'Legion' FROM generate_series(1, ${foundAtMost + 5}) n`,
    );
    const many = await web((tx) => lookUp(tx, { in: "name", words: "leg" }));
    expect([many.ids.length, many.isCapped]).toEqual([foundAtMost, true]);
    expect((await web((tx) => lookUp(tx, { in: "name", words: "smi" }))).isCapped).toBe(false);
    const isCapped = (words: string) =>
      web(async (tx) => {
        const such = await usersSearched(tx, { text: { in: "name", words } });
        return (await listUsers(tx, such, { order: "name", descending: false, limit: 5 })).isCapped;
      });
    expect([await isCapped("leg"), await isCapped("smi")]).toEqual([true, undefined]);
    await home.pool.query("DELETE FROM patron.users WHERE last_name = 'Legion'");
  });
});
