import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { families } from "#lib/families.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { plansOf } from "../../test/plans.ts";
import { listHolds, readHold } from "./legal-holds.ts";
import { listLetters } from "./letters.ts";
import { lookUpBySource, lookUpItem } from "./record-lookup.ts";
import { readItem, readRecord } from "./records.ts";
import { membersOf } from "./set-members.ts";
import { uploadIds } from "./set-uploads.ts";
import { findSet, listSets, readSet, type SetUser } from "./sets.ts";
import { readUserHistory } from "./user-history.ts";
import { listUsers } from "./user-list.ts";
import { listUserRecords } from "./user-records.ts";

/* Of a large library no list and no look-up reads a table through: as the planner takes tables of tens of thousands of rows, with nothing forbidden to it. */

let home: TestDatabase;
let db: Database;
const ROWS = 20_000;
const MIDDLE = ROWS / 2;
/** Set 1 has every other user, set 2 three of them; user 1 has every fourth record, and 200 entries of History. */
const [BIG, SMALL] = [1, 2];

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, ROWS);
  await home.pool.query(
    `BEGIN;
     SET LOCAL session_replication_role = replica;
     INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada', 'ada@example.org');
     INSERT INTO patron.sets (name, private, kind, owner_id)
       SELECT 'Set ' || lpad(n::text, 6, '0'), n % 2 = 0, 'itemized', CASE WHEN n % 2 = 0 OR n % 400 = 1 THEN 'ada' END
       FROM generate_series(1, ${ROWS}) n;
     INSERT INTO patron.set_members SELECT ${BIG}, n * 2 FROM generate_series(1, ${MIDDLE}) n;
     INSERT INTO patron.set_members SELECT ${SMALL}, n FROM generate_series(1, 3) n;
     INSERT INTO patron.set_members SELECT s, s FROM generate_series(3, ${ROWS}) s;
     INSERT INTO patron.legal_holds (reason, owner, review_on, user_id, released_at)
       SELECT 'Matter', 'Counsel', current_date - 10 + n % 20, n, CASE WHEN n % 3 = 0 THEN now() END FROM generate_series(1, ${ROWS}) n;
     INSERT INTO patron.legal_hold_members SELECT n, n FROM generate_series(1, ${ROWS}) n WHERE n % 3 <> 0;
     INSERT INTO patron.user_history (user_id, actor, action, fields)
       SELECT CASE WHEN n % 100 = 0 THEN 1 ELSE n END, 'operator', 'change', '{campus}' FROM generate_series(1, ${ROWS}) n;
     INSERT INTO record.items (barcode) SELECT 'I' || n FROM generate_series(2, ${ROWS}) n;
     INSERT INTO record.profiles (user_group_id, category_ids) VALUES (1, '{}');
     ${records("loans", "loan", "item_id, loaned_on", "n, current_date - 9", "loaned_at")}
     ${records("fees", "fee", "item_id, type, status, original_amount, balance, created_on", "n, 'LOST', 'active', 5, 5, current_date - 9", "created_at")}
     ${records("requests", "request", "item_id, type, status, created_on", "n, 'hold', 'placed', current_date - 9", "created_at")}
     ${records("borrowing_requests", "borrowing", "status, created_on", "'shipped', current_date - 9", "created_at")}
     COMMIT`,
  );
  await home.pool.query(
    `SELECT patron.make_letter_month(m::date) FROM generate_series(date '2026-01-01', '2026-06-01', '1 month') m`,
  );
  await home.pool.query(
    `INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent)
       SELECT CASE WHEN n % 4 = 0 THEN 1 ELSE n END, 'FulLoanReceiptLetter', 'email', date '2026-01-01' + n % 180, date '2026-01-01' + n % 180, true
       FROM generate_series(1, ${ROWS}) n`,
  );
  await home.pool.query("VACUUM ANALYZE");
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

/** A family's records, links and notes, every fourth of user 1, none of them finished. */
function records(table: string, link: string, columns: string, values: string, began: string) {
  const key = table === "borrowing_requests" ? "borrowing_request_id" : `${link}_id`;
  const type = table === "requests" ? [", request_type", ", 'hold'"] : ["", ""];
  return `INSERT INTO record.${table} (library_id, profile_id, ${columns}) SELECT 1, 1, ${values} FROM generate_series(1, ${ROWS}) n;
    INSERT INTO patron.${link}_links (${key}, user_id, ${began}, finished, library_id, profile_id, source_id, source_number${type[0]})
      SELECT n, CASE WHEN n % 4 = 0 THEN 1 ELSE n END, now() - n * interval '1 minute', false, 1, 1, 1, n::text${type[1]} FROM generate_series(1, ${ROWS}) n;
    INSERT INTO patron.${link}_notes (${key}, text) SELECT n, 'Note' FROM generate_series(1, ${ROWS}) n;`;
}

/** Tables of as many rows as a library has people, records or letters. */
const readThrough =
  /Seq Scan on (users|sets|set_members|legal_hold\w*|user_history|items|loan\w*|fee\w*|request\w*|borrowing\w*|letters\w*)/;
const plansNow = async (work: (tx: Tx) => Promise<unknown>): Promise<string> => {
  const plan = (await plansOf(db, work, { isLarge: false })).join("\n");
  expect(plan).not.toMatch(readThrough);
  return plan;
};
/** All of it is sorted, rather than what an index leaves of it. */
const sorted = /(^|-> {2})Sort {2}\(/m;

describe.each<[string, SetUser]>([
  ["a person", { id: "ada" }],
  ["a key", "key"],
  ["the command line", "operator"],
])("sets of %s", (_who, user) => {
  test.each([
    ["all", undefined],
    ["all", MIDDLE],
    ["public", undefined],
    ["public", MIDDLE + 1],
  ] as const)("%s, behind set %s: a walk along their names", async (scope, after) => {
    const plan = await plansNow((tx) => listSets(tx, user, { scope, after, limit: 51 }));
    expect(plan).toMatch(/Index Scan using sets_name_unique/);
    expect(plan).not.toMatch(sorted);
    if (after !== undefined) expect(plan).toMatch(/Index Cond: \(+(ROW\()?lower\((s\.)?name\)/);
  });

  test.each([undefined, MIDDLE])("mine, behind set %s: by an index", async (after) => {
    await plansNow((tx) => listSets(tx, user, { scope: "mine", after, limit: 51 }));
  });

  test("one by its name and by its number", async () => {
    const plan = await plansNow(async (tx) => {
      await findSet(tx, user, "set 000001");
      await readSet(tx, user, 1);
    });
    expect(plan).toMatch(/sets_name_unique[^]*sets_pkey/);
  });
});

describe.each(["name", "primaryId", "expiryDate", "purgeDate"] as const)(
  "members of a set by %s",
  (order) => {
    test.each([
      [BIG, undefined],
      [BIG, MIDDLE],
      [SMALL, undefined],
      [SMALL, 2],
    ])("of set %s, behind user %s", async (id, after) => {
      const plan = await plansNow(async (tx) =>
        listUsers(tx, await membersOf(tx, { id, query: null }), {
          order,
          descending: false,
          after,
          limit: 50,
        }),
      );
      expect(plan).toMatch(/Index (Only )?Scan using set_members_set_id_user_id_pk/);
    });
  },
);

test("the IDs of a file are looked up one by one", async () => {
  const sent = Array.from({ length: 20 }, (_, n) => ({
    line: n,
    value: `P${n + 1}`,
    isNumber: false,
  }));
  const plan = await plansNow((tx) => uploadIds(tx, "operator", { id: SMALL, sent }));
  expect(plan).toMatch(/Index Scan using users_primary_id_unique/);
});

describe.each(["open", "released", "due"] as const)("legal holds, %s", (state) => {
  test.each([undefined, MIDDLE])("behind hold %s: a walk along their numbers", async (before) => {
    const plan = await plansNow((tx) => listHolds(tx, { id: "ada" }, { state, before, limit: 51 }));
    expect(plan).toMatch(/Index Scan Backward using legal_holds_pkey/);
    expect(plan).not.toMatch(sorted);
  });
});

test("one legal hold by its number", async () => {
  expect(await plansNow((tx) => readHold(tx, "key", MIDDLE))).toMatch(/legal_holds_pkey/);
});

test.each([undefined, MIDDLE])("a long history of a user, behind entry %s", async (before) => {
  const plan = await plansNow((tx) => readUserHistory(tx, 1, { before, limit: 51 }));
  expect(plan).toMatch(/Index Scan Backward using user_history_user_id_id_pk/);
  expect(plan).not.toMatch(sorted);
});

test.each([undefined, MIDDLE])("many letters to a user, behind letter %s", async (before) => {
  const plan = await plansNow((tx) => listLetters(tx, 1, before));
  expect(plan).toMatch(/Index Scan using letters_\d{4}_\d\d_user_id\w*/);
});

describe.each(families)("%s", (family) => {
  test.each([undefined, MIDDLE])("many of a user, behind record %s", async (after) => {
    const plan = await plansNow((tx) =>
      listUserRecords(tx, family, { userId: 1, after, limit: 50 }),
    );
    expect(plan).toMatch(/Index Scan using \w+_links_user_id_index/);
    expect(plan).not.toMatch(sorted);
  });

  test("one by its number in the source system, and whole", async () => {
    const plan = await plansNow(async (tx) => {
      await readRecord(tx, family, await lookUpBySource(tx, family, String(MIDDLE)));
    });
    expect(plan).toMatch(/_source_id_source_number_unique[^]*_pkey/);
  });

  test("one by its number, were there so many that none is sorted", async () => {
    const [plan] = await plansOf(db, (tx) => lookUpBySource(tx, family, String(MIDDLE)));
    expect(plan).toMatch(/Index Cond: \(\(source_id = s\.id\) AND \(source_number = /);
    expect(plan).not.toMatch(/Filter: \(source_number/);
  });
});

test("an item by its barcode, and its records of each family", async () => {
  const plan = await plansNow(async (tx) => readItem(tx, await lookUpItem(tx, `I${MIDDLE}`), 100));
  expect(plan).toMatch(/items_barcode_unique/);
  for (const table of ["loans", "fees", "requests"]) {
    expect(plan).toContain(`${table}_item_id_index`);
  }
});
