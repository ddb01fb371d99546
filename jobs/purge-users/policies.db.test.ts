import { expect, test } from "vitest";
import { makeWhole } from "../../test/whole-person.ts";
import { policies, type DeletePolicy } from "./fate.ts";
import { freshUsers } from "./testing.ts";

const { pool, rows, purge, policy, value, add } = freshUsers(3);

/** User 1 with everything, and user 2 with as much, who stays. */
async function makeTwo() {
  await makeWhole(pool(), 1, 3);
  await makeWhole(pool(), 2, 3);
  await pool().query("UPDATE patron.users SET purge_date = NULL WHERE id > 1");
}

const person = async () =>
  (
    await rows<Record<string, unknown>>(`SELECT to_jsonb(u) AS u FROM patron.users u WHERE id = 1`)
  )[0]?.["u"];

const full = {
  id: 1,
  primary_id: "primary1x",
  first_name: "Given1x",
  middle_name: "Middle",
  last_name: "Surname1x",
  title: "Dr",
  status: "deleted",
  record_type: "public",
  account_type: "internal",
  user_group_id: 1,
  job_category: "Cataloger",
  campus: "NORTH",
  preferred_language: "de",
  birth_date: "1990-02-28",
  gender: "female",
  expiry_date: "2026-07-01",
  purge_date: "2026-10-01",
  last_activity_month: "2026-08-01",
};
const statistical = {
  ...full,
  primary_id: null,
  first_name: null,
  middle_name: null,
  title: null,
  account_type: "external",
  preferred_language: null,
  birth_date: null,
  gender: null,
  expiry_date: null,
  purge_date: null,
  last_activity_month: null,
};
const golden: Record<DeletePolicy, object | undefined> = {
  keepFullyReportable: full,
  keepStatistics: { ...statistical, last_name: "primary1x" },
  keepStatisticsAndRemovePrimaryId: { ...statistical, last_name: "1" },
  fullyRemove: undefined,
};

test.each(policies)("%s leaves of the account exactly what it says", async (under) => {
  await makeTwo();
  await policy(under);
  const today = await value("SELECT current_date::text");
  await purge();
  const left = await person();
  if (under === "fullyRemove") expect(left).toBeUndefined();
  else {
    expect(left).toMatchObject({ ...golden[under], deleted_on: today, deleted_under: under });
    const createdAt = String((left as Record<string, unknown>)["created_at"]);
    expect(
      createdAt.startsWith(under === "keepFullyReportable" ? "2020-01-02" : String(today)),
    ).toBe(true);
  }
});

/** Rows of user 1 by table, notes by their text. */
const counts = async () => {
  const tables = [
    "identifiers",
    "addresses",
    "emails",
    "phones",
    "notes",
    "blocks",
    "roles",
    "categories",
    "history",
  ];
  const selects = [
    ...tables.map(
      (name) => `(SELECT count(*) FROM patron.user_${name} WHERE user_id = 1)::int AS ${name}`,
    ),
    "(SELECT count(*) FROM patron.user_proxies WHERE 1 IN (user_id, proxy_for_user_id))::int AS proxies",
    "(SELECT count(*) FROM patron.set_members WHERE user_id = 1)::int AS members",
    "(SELECT count(*) FROM patron.letters WHERE user_id = 1)::int AS letters",
    "(SELECT count(*) FROM patron.staff_users WHERE user_id = 1)::int AS staff",
    ...["loan", "fee", "request", "borrowing"].flatMap((name) => [
      `(SELECT count(*) FROM patron.${name}_links WHERE user_id = 1)::int AS ${name}_links`,
      `(SELECT count(text) FROM patron.${name}_notes WHERE text LIKE 'Surname1x%')::int AS ${name}_notes`,
    ]),
  ];
  return (await rows<Record<string, number>>(`SELECT ${selects.join(", ")}`))[0];
};

const everything = {
  identifiers: 1,
  addresses: 1,
  emails: 1,
  phones: 1,
  notes: 1,
  blocks: 1,
  roles: 1,
  categories: 2,
  history: 1,
  proxies: 2,
  members: 1,
  letters: 1,
  staff: 1,
  loan_links: 1,
  loan_notes: 1,
  fee_links: 1,
  fee_notes: 1,
  request_links: 1,
  request_notes: 1,
  borrowing_links: 1,
  borrowing_notes: 1,
};
const nothing = Object.fromEntries(Object.keys(everything).map((name) => [name, 0]));
const linksLeft = { loan_links: 1, fee_links: 1, request_links: 1, borrowing_links: 1 };

test.each([
  ["keepFullyReportable", { ...everything, history: 2 }],
  ["keepStatistics", { ...nothing, ...linksLeft, categories: 2 }],
  ["keepStatisticsAndRemovePrimaryId", { ...nothing, ...linksLeft, categories: 2 }],
  ["fullyRemove", nothing],
] as const)("%s leaves of what hangs on it exactly what it says", async (under, left) => {
  await makeTwo();
  await policy(under);
  expect(await counts()).toEqual(everything);
  const { id, counted } = await purge();
  expect(await counts()).toEqual(left);
  if (under === "keepFullyReportable") {
    expect(
      await rows(
        "SELECT actor, action, fields FROM patron.user_history WHERE user_id = 1 ORDER BY id DESC LIMIT 1",
      ),
    ).toEqual([{ actor: `run ${id}`, action: "purge", fields: [] }]);
    expect(
      await rows(
        "SELECT active FROM patron.user_identifiers WHERE user_id = 1 UNION ALL SELECT active FROM patron.user_roles WHERE user_id = 1",
      ),
    ).toEqual([{ active: false }, { active: false }]);
  } else {
    expect(counted("removed")).toMatchObject({
      Letters: 1,
      "Notes on loans": 1,
      "E-mail addresses": 1,
      Proxies: 2,
    });
  }
});

test.each(policies)("%s cancels open requests, counted", async (under) => {
  await policy(under);
  await add("requests", { id: 5, userId: 1, note: true });
  await add("borrowingRequests", { id: 6, userId: 1 });
  await pool().query("UPDATE record.borrowing_requests SET status = 'requested'");
  const { counted } = await purge();
  expect(counted("requestsCancelled")).toEqual({ requests: 1, borrowingRequests: 1 });
  expect(
    await rows(
      "SELECT status::text, ended_on = current_date AS today FROM record.requests UNION ALL SELECT status::text, ended_on = current_date FROM record.borrowing_requests",
    ),
  ).toEqual([
    { status: "cancelled", today: true },
    { status: "cancelled", today: true },
  ]);
  expect(await value("SELECT count(*)::int FROM patron.request_links WHERE finished")).toBe(
    under === "fullyRemove" ? 0 : 1,
  );
});

test("records and their numbers by group stay as they were, but for what was settled", async () => {
  await makeTwo();
  await policy("fullyRemove");
  const facts = () =>
    rows(
      "SELECT 'loan', r::text FROM record.loans r UNION ALL SELECT 'fee', r::text FROM record.fees r UNION ALL SELECT 'letters', c::text FROM record.letter_counts c ORDER BY 1, 2",
    );
  const before = await facts();
  await purge();
  expect(await facts()).toEqual(before);
});
