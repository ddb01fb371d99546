import { expect, test } from "vitest";
import { sql } from "drizzle-orm";
import { prepareRun } from "../engine/prepare.ts";
import { keepingReason } from "./decision.ts";
import { policies } from "./fate.ts";
import { parsePurge } from "./frozen.ts";
import { statementsOf } from "./statements.ts";
import { cutOff, everyone, freshUsers } from "./testing.ts";
import { keysOf, verifyPurge } from "./verify.ts";

const users = 20_000;
const { pool, db, start, value } = freshUsers(users);

/** A role, a loan with a note, a fee and a borrowing request of everybody, all of them open. */
async function makeMany(): Promise<void> {
  await pool().query(
    `SET session_replication_role = replica;
     INSERT INTO record.profiles (user_group_id, category_ids) VALUES (1, '{}');
     INSERT INTO patron.user_roles (user_id, code) SELECT n, '200' FROM generate_series(1, ${users}) n;
     INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, finished, library_id, profile_id, source_id, source_number)
       SELECT n, n, now(), false, 1, 1, 1, n FROM generate_series(1, ${users}) n;
     INSERT INTO patron.loan_notes (loan_id, text) SELECT n, 'Note' FROM generate_series(1, ${users}) n;
     INSERT INTO record.fees (library_id, profile_id, type, status, original_amount, balance, created_on)
       SELECT 1, 1, 'LOST', 'active', 5, 5, current_date FROM generate_series(1, ${users}) n;
     INSERT INTO patron.fee_links (fee_id, user_id, created_at, finished, library_id, profile_id, source_id, source_number)
       SELECT n, n, now(), false, 1, 1, 1, n FROM generate_series(1, ${users}) n;
     INSERT INTO record.borrowing_requests (library_id, profile_id, status, created_on)
       SELECT 1, 1, 'shipped', current_date FROM generate_series(1, ${users}) n;
     INSERT INTO patron.borrowing_links (borrowing_request_id, user_id, created_at, finished, library_id, profile_id, source_id, source_number)
       SELECT n, n, now(), false, 1, 1, 1, n FROM generate_series(1, ${users}) n`,
  );
  await pool().query("VACUUM ANALYZE");
}

test("the verifier looks up few among however many, and reads no table of theirs through", async () => {
  await makeMany();
  await pool().query("UPDATE patron.users SET purge_date = NULL WHERE id > 3");
  const { id } = await start(everyone);
  await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
  await pool().query(
    "UPDATE patron.users SET status = 'deleted', deleted_on = '2026-10-20', deleted_under = 'keepStatistics' WHERE id IN (4, 5)",
  );
  const frozen = parsePurge(await value("SELECT frozen FROM console.job_runs"));
  // What a connection did before counts as done in its next transaction until it is written down.
  await db().transaction("lethe_worker", (tx) =>
    tx.execute(sql`SELECT pg_stat_force_next_flush()`),
  );
  const { checks, read } = await db().transaction(
    "lethe_worker",
    async (tx) => {
      const { checks } = await verifyPurge(tx, { id, cutOff, frozen }, true);
      const { rows } = await tx.execute<{ relname: string }>(
        sql`SELECT relname FROM pg_stat_xact_user_tables WHERE seq_scan > 0 AND schemaname IN ('patron', 'record')`,
      );
      return { checks, read: rows.map(({ relname }) => relname) };
    },
    { isolation: "repeatable read" },
  );
  // Two were deleted behind the run's back, with a role and a note each, a loan, a fee and a borrowing request that are open.
  expect(checks.map(({ found }) => found)).toEqual([2, 4, 6, 0]);
  expect(read).toContain("users");
  const filled =
    /^user_roles$|^fees$|^loan_notes$|^(loan|fee|borrowing)_links$|^borrowing_requests$/;
  expect(read.filter((table) => filled.test(table))).toEqual([]);
});

test("few are told by their keys and many by the query, and both are the same", async () => {
  const which = sql`SELECT u.id FROM patron.users u WHERE u.id <= 5`;
  const asked = (most: number) =>
    db().transaction("lethe_worker", async (tx) => {
      const keys = (await keysOf(tx, which, most)) ?? sql`NULL`;
      const { rows } = await tx.execute(sql`SELECT * FROM (${keys}) AS keys (id) ORDER BY id`);
      return { rows, toldOneByOne: keys !== which };
    });
  const [few, many] = [await asked(5), await asked(4)];
  expect(few.rows).toHaveLength(5);
  expect(many.rows).toEqual(few.rows);
  expect([few.toldOneByOne, many.toldOneByOne]).toEqual([true, false]);
});

test("what keeps the users of a batch is looked up by indexes, however many others there are", async () => {
  await makeMany();
  const frozen = {
    policy: "keepStatistics",
    who: { kind: "criteria", recordType: "public", userGroup: null },
    daysAfterPurgeDate: 0,
    waiveThreshold: 1,
    skipActiveRequests: false,
    skipUnexpired: true,
    runBy: null,
  } as const;
  const reason = keepingReason({ frozen, cutOff: "2026-10-20" }, { few: true });
  const ids = Array.from({ length: 2_000 }, (_, n) => n + 1);
  const { rows } = await db().transaction("lethe_worker", (tx) =>
    tx.execute<{ "QUERY PLAN": string }>(
      sql`EXPLAIN SELECT u.id, ${reason} FROM patron.users u WHERE u.id = ANY(${sql.param(ids)}::bigint[])`,
    ),
  );
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(plan).toMatch(/Index.* Scan/);
  expect(plan).not.toMatch(/Seq Scan on (users|user_roles|\w+_links|fees|borrowing_requests)/);
});

test.each(policies)(
  "no statement of a purge under %s reads a table through, and notes are found by their links",
  async (policy) => {
    await pool().query("VACUUM ANALYZE");
    const plans = await db().transaction("lethe_worker", async (tx) => {
      await tx.execute(sql`SELECT set_config('enable_seqscan', 'off', true)`);
      const found = new Map<string, string>();
      for (const statement of statementsOf(policy)) {
        const { rows } = await tx.execute<{ "QUERY PLAN": string }>(
          sql`EXPLAIN ${statement.sql(sql`'{1,2,3}'::bigint[]`, sql`1::bigint`)}`,
        );
        found.set(statement.table, rows.map((row) => row["QUERY PLAN"]).join("\n"));
      }
      return found;
    });
    for (const [table, plan] of plans) {
      expect(plan, table).not.toMatch(/Seq Scan on (?!institution)/);
      if (table.endsWith("_notes")) expect(plan, table).toMatch(/Index Cond: \(\w+ = ANY/);
    }
    expect(plans.size).toBeGreaterThan(2);
  },
);
