import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import { userOrders, type SearchPlace, type UserOrder } from "#lib/user-search.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { plansOf as plansOfAll } from "../../test/plans.ts";
import { membersOf } from "./set-members.ts";
import { everyone, listUsers, usersSearched, nearAtMost, type Such } from "./user-list.ts";
import { lookUp } from "./user-lookup.ts";

let home: TestDatabase;
let db: Database;

/** More than are looked at one by one; the last of the order alone are of the campus MOON. */
const USERS = nearAtMost + 1_000;
const MOON = 20;

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 0);
  await home.pool.query(
    `INSERT INTO patron.users (primary_id, first_name, last_name, expiry_date, purge_date, campus)
       SELECT 'P' || n, 'First' || n % 90, 'Last' || lpad(n::text, 6, '0'), current_date - n % 900, current_date + n % 900,
         CASE WHEN n > ${USERS - MOON} THEN 'MOON' END
       FROM generate_series(1, ${USERS}) n;
     INSERT INTO patron.user_identifiers (user_id, type, value) SELECT id, 'BARCODE', 'B' || id FROM patron.users;
     INSERT INTO patron.user_emails (user_id, email) SELECT id, 'u' || id || '@example.org' FROM patron.users;
     UPDATE patron.users SET purge_date = NULL WHERE id % 3 = 1;
     INSERT INTO patron.sets (name, kind, private) VALUES ('Half', 'itemized', false);
     INSERT INTO patron.set_members SELECT 1, id FROM patron.users WHERE id % 2 = 1;
     INSERT INTO record.profiles (user_group_id, category_ids) VALUES (1, '{}');
     INSERT INTO record.fees (library_id, profile_id, type, status, original_amount, balance, created_on)
       SELECT 1, 1, 'LOST', 'active', 5, 5, current_date FROM generate_series(1, ${USERS});
     INSERT INTO patron.fee_links (fee_id, user_id, created_at, finished, library_id, profile_id, source_id, source_number)
       SELECT n, n, now(), false, 1, 1, 1, n FROM generate_series(1, ${USERS}) n`,
  );
  await home.pool.query("VACUUM ANALYZE");
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const plansOf = (work: (tx: Tx) => Promise<unknown>, how?: { isLarge: boolean }) =>
  plansOfAll(db, work, how);

const page = (order: UserOrder, descending: boolean, after?: number) => ({
  order,
  descending,
  limit: 50,
  ...(after !== undefined && { after }),
});
const indexes: Record<UserOrder, string> = {
  name: "users_name_index",
  primaryId: "users_primary_id_unique",
  expiryDate: "users_expiry_date_index",
  purgeDate: "users_purge_date_index",
};

describe.each(userOrders)("a list ordered by %s", (order) => {
  test.each([
    [false, undefined],
    [true, undefined],
    [false, 3_000],
    [true, 3_000],
  ])("is read off an index, descending: %s, behind user %s", async (descending, after) => {
    const plans = await plansOf((tx) => listUsers(tx, everyone, page(order, descending, after)));
    expect(plans.at(-1)).toContain(indexes[order]);
    expect(plans.join("\n")).not.toMatch(/\bSort\b/);
  });
});

test.each([
  [false, ">"],
  [true, "<"],
])(
  "members behind one without a purge date are read from there on, descending: %s",
  async (descending, sign) => {
    const plans = await plansOf(async (tx) =>
      listUsers(
        tx,
        await membersOf(tx, { id: 1, query: null }),
        page("purgeDate", descending, 3_001),
      ),
    );
    expect(plans.at(-1)).toMatch(new RegExp(`\\(set_id = 1\\) AND[^\n]*\\(user_id ${sign} '?3001`));
  },
);

const lookUps: [SearchPlace, string, string[]][] = [
  ["primaryId", "P77", ["users_primary_id_unique", "users_deleted_primary_id_index"]],
  ["identifier", "b77", ["user_identifiers_value_index"]],
  ["email", "U77@example.org", ["user_emails_email_index"]],
  ["name", "last00", ["users_name_index", "users_deleted_name_index", "users_first_name_index"]],
];
test.each(lookUps)("a look-up by %s is of indexes alone", async (place, words, used) => {
  const [plan = ""] = await plansOf((tx) => lookUp(tx, { in: place, words }));
  for (const index of used) expect(plan).toContain(index);
  expect(plan).not.toMatch(/Seq Scan/);
});

test("of names that begin alike no more are read than a look-up brings, though the planner expects few", async () => {
  const plans = await plansOf((tx) => lookUp(tx, { in: "name", words: "last" }), {
    isLarge: false,
  });
  expect(plans[0]).toMatch(/Index Scan using users_name_index/);
  expect(plans[0]).not.toMatch(/Sort Key: .*lower|Bitmap/);
});

const asked = (tx: Tx, ...conditions: unknown[]): Promise<Such> =>
  usersSearched(tx, { query: userQuerySchema.parse({ version: 1, match: "all", conditions }) });
const moon = { field: "campus", operator: "in", value: ["MOON"] };
const owing = { field: "feesOwed", operator: ">", value: 1 };

test.each(["active", "deleted"])(
  "of an order only the stretch is read where somebody can be %s",
  async (status) => {
    const plans = await plansOf(async (tx) =>
      listUsers(
        tx,
        await asked(tx, { field: "status", operator: "in", value: [status] }, moon),
        page("name", false),
      ),
    );
    const empty = plans.map((plan) => plan.includes("One-Time Filter: false"));
    expect(empty.slice(-2)).toEqual([status === "deleted", status === "active"]);
  },
);

test("what users owe is looked up one by one along an order, and summed at once where too few fit", async () => {
  const near = await plansOf(async (tx) =>
    listUsers(tx, await asked(tx, owing), page("name", false)),
  );
  expect(near.at(-1)).toMatch(/SubPlan[^]*fee_links_open_index[^]*Index Cond: \(user_id = u/);
  const far = await plansOf(async (tx) =>
    listUsers(tx, await asked(tx, owing, moon), page("name", false)),
  );
  expect(far.some((plan) => plan.includes("Group Key: link.user_id"))).toBe(true);
});

test.each([false, true])(
  "who stands further along an order than is looked at is found all the same, descending: %s",
  async (descending) => {
    const ids = await db.transaction("lethe_web", async (tx) => {
      const such = await asked(tx, owing, moon);
      const first = await listUsers(tx, such, { ...page("name", descending), limit: 15 });
      const rest = await listUsers(tx, such, page("name", descending, first.next ?? 0));
      return [...first.users, ...rest.users].map(({ id }) => id);
    });
    const all = Array.from({ length: MOON }, (_, n) => USERS - MOON + 1 + n);
    expect(ids).toEqual(descending ? all.toReversed() : all);
  },
);
