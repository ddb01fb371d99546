import { expect, test } from "vitest";
import { everyRow } from "../../test/whole-person.ts";
import { freshMembers, type Changes } from "./testing.ts";

const { pool, rows, value, run, preview, column, hold } = freshMembers();

const history = () =>
  rows("SELECT user_id::int AS user, actor, action, fields FROM patron.user_history ORDER BY id");

test("a purge date is put into the past for the members alone, and their history says so without it", async () => {
  const seen = await preview({ purgeDate: { to: "2020-01-31" } });
  expect(seen).toMatchObject({
    confirm: 4,
    users: { members: 4, updated: 4, unchanged: 0, heldBack: [] },
    changes: [
      {
        parameter: "purgeDate",
        users: 4,
        from: [{ value: null, users: 4 }],
        others: 0,
        to: "2020-01-31",
      },
    ],
  });
  expect(seen.sample).toHaveLength(4);
  expect(seen.sample[0]).toEqual({
    id: 1,
    patron: "N••• •••",
    changes: [{ parameter: "purgeDate", from: null }],
  });
  const done = await run({ purgeDate: { to: "2020-01-31" } }, { confirm: 4 });
  expect(done).toMatchObject({
    status: "completed",
    verdict: "good",
    counts: { records: 4, updated: 4, purgeDate: 4 },
  });
  expect(await column("purge_date")).toEqual([...Array<string>(4).fill("2020-01-31"), null, null]);
  expect(await history()).toEqual(
    [1, 2, 3, 4].map((user) => ({
      user,
      actor: `run ${done.id}`,
      action: "update",
      fields: ["purgeDate"],
    })),
  );
});

/** Each with a user who is changed by it (1), one on whom it finds nothing to do (2), and what stands afterwards. */
const each: [string, Changes, string, string, unknown[]][] = [
  [
    "status",
    { status: { to: "inactive" } },
    "status = 'inactive'",
    "status",
    ["inactive", "inactive"],
  ],
  [
    "expiry date",
    { expiryDate: { to: "2030-02-28" } },
    "expiry_date = '2030-02-28'",
    "expiry_date",
    ["2030-02-28", "2030-02-28"],
  ],
  ["user group", { userGroup: { to: "STAFF" } }, "user_group_id = 2", "user_group_id", ["2", "2"]],
  [
    "job category",
    { jobCategory: { to: "Cataloger" } },
    "job_category = 'Cataloger'",
    "job_category",
    ["Cataloger", "Cataloger"],
  ],
  ["campus", { campus: { to: "NORTH" } }, "campus = 'NORTH'", "campus", ["NORTH", "NORTH"]],
  [
    "language",
    { preferredLanguage: { to: "de" } },
    "preferred_language = 'de'",
    "preferred_language",
    ["de", "de"],
  ],
  [
    "account type",
    { accountType: { to: "internal" } },
    "account_type = 'internal'",
    "account_type",
    ["internal", "internal"],
  ],
];
test.each(each)("%s is set where it is another", async (_, changes, is, name, after) => {
  await pool().query(
    `DELETE FROM patron.set_members WHERE user_id > 2; UPDATE patron.users SET ${is} WHERE id = 2`,
  );
  expect(await preview(changes)).toMatchObject({ confirm: 1, users: { updated: 1, unchanged: 1 } });
  expect(await run(changes)).toMatchObject({
    verdict: "good",
    counts: { updated: 1, unchanged: 1 },
  });
  expect((await column(name)).slice(0, 2)).toEqual(after);
  expect(await run(changes)).toMatchObject({ status: "completedWithNoRecords" });
});

const dates =
  "UPDATE patron.users SET purge_date = CASE id WHEN 1 THEN NULL WHEN 2 THEN date '2025-01-01' ELSE date '2026-01-01' END";

test.each<[string, Changes, (string | null)[]]>([
  ["always", { purgeDate: { to: "2020-01-31" } }, ["2020-01-31", "2020-01-31", "2020-01-31"]],
  [
    "only if empty",
    { purgeDate: { to: "2020-01-31", onlyIf: "empty" } },
    ["2020-01-31", "2025-01-01", "2026-01-01"],
  ],
  [
    "only if it has a value",
    { purgeDate: { to: "2020-01-31", onlyIf: { is: "2025-01-01" } } },
    [null, "2020-01-31", "2026-01-01"],
  ],
  ["removed", { purgeDate: { to: null } }, [null, null, null]],
  [
    "removed only if it has a value",
    { purgeDate: { to: null, onlyIf: { is: "2026-01-01" } } },
    [null, "2025-01-01", null],
  ],
])("a date is set %s, and a second run changes nothing", async (_, changes, after) => {
  await pool().query(`DELETE FROM patron.set_members WHERE user_id > 3; ${dates}`);
  const { confirm } = await preview(changes);
  const first = await run(changes, { confirm });
  expect(first).toMatchObject({
    status: "completed",
    verdict: "good",
    counts: { records: confirm },
  });
  expect((await column("purge_date")).slice(0, 3)).toEqual(after);
  const before = await everyRow(pool());
  expect((await preview(changes)).confirm).toBe(0);
  const second = await run(changes);
  expect(second).toMatchObject({ status: "completedWithNoRecords", counts: { unchanged: 3 } });
  expect(await everyRow(pool())).toEqual(before);
});

const parts: Changes = {
  addBlock: { code: "LEFT", note: "left in spring" },
  removeBlock: { code: "OVERDUE" },
  addNote: { text: "Was written to", type: "LIBRARY", popup: true },
  removeNotes: { type: "OLD" },
  addCategory: { category: "LEVEL:PHD" },
  removeCategory: { category: "FACULTY:ARTS" },
};

test("blocks, notes and categories come and go; a second run changes nothing", async () => {
  await pool().query(`
    INSERT INTO patron.user_blocks (user_id, code) SELECT id, 'OVERDUE' FROM patron.users;
    INSERT INTO patron.user_notes (user_id, text, type) SELECT id, 'of then', 'OLD' FROM patron.users;
    INSERT INTO patron.user_notes (user_id, text, type) SELECT id, 'kept', 'OTHER' FROM patron.users;
    INSERT INTO patron.user_categories SELECT id, 1 FROM patron.users;
    INSERT INTO patron.user_categories SELECT 1, 3`);
  const seen = await preview(parts);
  expect(seen.confirm).toBe(4);
  expect(
    Object.fromEntries(seen.changes.map(({ parameter, users }) => [parameter, users])),
  ).toEqual({
    addBlock: 4,
    removeBlock: 4,
    addNote: 4,
    removeNotes: 4,
    addCategory: 3,
    removeCategory: 4,
  });
  const done = await run(parts, { confirm: 4 });
  expect(done).toMatchObject({
    verdict: "good",
    counts: { records: 4, addNote: 4, addCategory: 3 },
  });
  expect(
    await rows(`SELECT u.id::int,
      (SELECT array_agg(code || coalesce(' ' || note, '')) FROM patron.user_blocks b WHERE b.user_id = u.id) AS blocks,
      (SELECT array_agg(text || ' ' || type || ' ' || popup ORDER BY text) FROM patron.user_notes n WHERE n.user_id = u.id) AS notes,
      (SELECT array_agg(category_id) FROM patron.user_categories c WHERE c.user_id = u.id) AS categories
      FROM patron.users u WHERE id IN (2, 5) ORDER BY 1`),
  ).toEqual([
    {
      id: 2,
      blocks: ["LEFT left in spring"],
      notes: ["Was written to LIBRARY true", "kept OTHER false"],
      categories: [3],
    },
    {
      id: 5,
      blocks: ["OVERDUE"],
      notes: ["kept OTHER false", "of then OLD false"],
      categories: [1],
    },
  ]);
  expect(await history()).toContainEqual({
    user: 2,
    actor: `run ${done.id}`,
    action: "update",
    fields: ["block", "note", "statisticalCategory"],
  });
  const before = await everyRow(pool());
  expect((await preview(parts)).confirm).toBe(0);
  expect(await run(parts)).toMatchObject({ status: "completedWithNoRecords" });
  expect(await everyRow(pool())).toEqual(before);
});

test("a block that is there and active is not added; beside an inactive one it is", async () => {
  await pool().query(
    "INSERT INTO patron.user_blocks (user_id, code, active) VALUES (1, 'LEFT', true), (2, 'LEFT', false)",
  );
  expect(await run({ addBlock: { code: "LEFT" } })).toMatchObject({
    verdict: "good",
    counts: { addBlock: 3 },
  });
  expect(
    await rows(
      "SELECT user_id::int AS user, array_agg(active ORDER BY active) AS active FROM patron.user_blocks GROUP BY 1 ORDER BY 1 LIMIT 3",
    ),
  ).toEqual([
    { user: 1, active: [true] },
    { user: 2, active: [false, true] },
    { user: 3, active: [true] },
  ]);
});

test("what a held person's notes and blocks say is kept; else they are changed as anybody", async () => {
  await pool().query(
    "INSERT INTO patron.user_notes (user_id, text) SELECT id, 'said' FROM patron.users",
  );
  await hold(1);
  const changes: Changes = { removeNotes: { type: null }, campus: { to: "NORTH" } };
  expect((await preview(changes)).users.heldBack).toEqual([
    { reason: "Legal hold, which keeps notes and blocks", users: 1 },
  ]);
  expect(await run(changes)).toMatchObject({
    verdict: "good",
    counts: { records: 3, "Legal hold, which keeps notes and blocks": 1 },
  });
  expect(await value("SELECT count(*)::int FROM patron.user_notes")).toBe(3);
  expect((await column("campus")).slice(0, 2)).toEqual([null, "NORTH"]);
  expect(await run({ campus: { to: "NORTH" } })).toMatchObject({ counts: { updated: 1 } });
});
