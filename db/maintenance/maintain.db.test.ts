import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import pg from "pg";
import { openDatabase, type Database } from "#db/client.ts";
import { lethe } from "../../cli/testing.ts";
import { attemptAs, everyRole, refused } from "../../test/attempt.ts";
import type { TestDatabase } from "../../test/database.ts";
import { anonymizeAfter, makeManyLoans } from "../../test/many-loans.ts";
import { ownServer, type OwnServer } from "../../test/own-server.ts";
import { maintain } from "./maintain.ts";

let server: OwnServer;
let home: TestDatabase;
let db: Database;
beforeAll(async () => {
  server = await ownServer({ wal_level: "logical", max_prepared_transactions: "2" });
});
afterAll(() => server.end());
beforeEach(async () => {
  home = await server.database();
  db = openDatabase(home.url);
  await makeManyLoans(home.pool, 300);
  await anonymizeAfter(home.pool, 60);
});
afterEach(async () => {
  await db.end();
  await home.drop();
});

/** A run that has cut links, without the job: what is owed is the same. */
async function endRun(job = "anonymization"): Promise<number> {
  const { rows } = await home.pool.query<{ id: number }>(
    `INSERT INTO console.job_runs (job, status, submitted_via, cut_off, time_zone, frozen)
     VALUES ($1, 'running', 'screen', current_date, 'UTC', '{}') RETURNING id::int`,
    [job],
  );
  await home.pool.query("DELETE FROM patron.loan_links WHERE loan_id % 3 = 0");
  await home.pool.query(
    "UPDATE console.job_runs SET removed = 100, status = 'completed', ended_at = clock_timestamp() WHERE ended_at IS NULL",
  );
  return rows[0]!.id;
}
const erasure = async (run: number) => {
  const { rows } = await home.pool.query<{
    erased: boolean;
    recycled: boolean;
    unseen: string | null;
    waits: string | null;
  }>(
    `SELECT erased_at IS NOT NULL AS erased, logs_recycled_at IS NOT NULL AS recycled, logs_unseen AS unseen, waits
     FROM console.run_erasures WHERE run_id = $1`,
    [run],
  );
  return rows[0];
};
const allGone = { erased: true, recycled: true, unseen: null, waits: null };

async function session(): Promise<pg.Client> {
  const client = new pg.Client(home.url);
  client.on("error", () => {});
  await client.connect();
  return client;
}

test("a run that removed nothing owes nothing, one that did owes its families' links and notes", async () => {
  await home.pool.query(
    `INSERT INTO console.job_runs (job, status, submitted_via, cut_off, time_zone, frozen)
     VALUES ('letters-purge', 'running', 'screen', current_date, 'UTC', '{}')`,
  );
  await home.pool.query(
    "UPDATE console.job_runs SET status = 'completedWithNoRecords', ended_at = now()",
  );
  const run = await endRun();
  expect(await maintain(home.url)).toEqual({
    busy: false,
    rewritten: expect.arrayContaining(["patron.loan_links", "patron.borrowing_notes"]) as string[],
    erased: 1,
    recycled: 1,
    waits: [],
  });
  expect(await erasure(run)).toEqual(allGone);
  const { rows } = await home.pool.query("SELECT name FROM console.rewritten_tables");
  expect(rows).toHaveLength(8);
  expect(await maintain(home.url)).toMatchObject({ rewritten: [], erased: 0, recycled: 0 });
});

test("the command line says what it did, and a run's report how far it is", async () => {
  const run = await endRun();
  const env = { DATABASE_URL: home.url };
  const told = async (...args: string[]) => (await lethe(args, { env })).stdout;
  expect(await told("runs", String(run))).toContain("not yet. Waits for the next maintenance.");
  const { code, json } = await lethe(["maintain", "--json"], { env });
  expect(code).toBe(0);
  expect(json()).toMatchObject({ erased: 1, recycled: 1, waits: [] });
  expect(await told("maintain")).toBe("There was nothing to erase.\n");
  expect(await told("runs", String(run))).toMatch(
    /Erased in tables and indexes: 20.*Z\.\nGone from the server's log: 20.*Z\./,
  );
});

test("a purge owes every table of patrons, and what ran before is erased with it", async () => {
  const first = await endRun();
  const second = await endRun("purge-users");
  const { rewritten } = await maintain(home.url);
  for (const name of ["users", "user_emails", "set_members", "legal_holds", "loan_links"])
    expect(rewritten).toContain(`patron.${name}`);
  expect([await erasure(first), await erasure(second)]).toEqual([allGone, allGone]);
});

describe("erasure waits for", () => {
  const holds: [string, RegExp, (client: pg.Client) => Promise<unknown>, string][] = [
    [
      "a snapshot",
      /backend \d+ \(reading room, idle in transaction since/,
      (client) =>
        client.query(
          "SET application_name = 'reading room'; BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1",
        ),
      "COMMIT",
    ],
    [
      "a transaction that has written",
      /backend \d+/,
      (client) => client.query("BEGIN; SELECT pg_current_xact_id()"),
      "COMMIT",
    ],
    [
      "a prepared transaction",
      /a transaction that lethe prepared at/,
      (client) =>
        client.query("BEGIN; SELECT pg_current_xact_id(); PREPARE TRANSACTION 'half done'"),
      "COMMIT PREPARED 'half done'",
    ],
    [
      "a replication slot",
      /replication slot elsewhere/,
      (client) =>
        client.query("SELECT pg_create_logical_replication_slot('elsewhere', 'pgoutput')"),
      "SELECT pg_drop_replication_slot('elsewhere')",
    ],
  ];
  test.each(holds)(
    "%s that is older, and goes on when it ends",
    async (_, named, hold, release) => {
      const holder = await session();
      await hold(holder);
      const run = await endRun();
      const { rewritten, waits } = await maintain(home.url);
      expect(rewritten).toEqual([]);
      expect(waits).toEqual([expect.stringMatching(named)]);
      expect(await erasure(run)).toMatchObject({ erased: false, waits: waits[0] });
      await holder.query(release);
      await maintain(home.url);
      expect(await erasure(run)).toEqual(allGone);
      await holder.end();
    },
  );

  test("a table in use, and rewrites it alone when it is free", async () => {
    const run = await endRun();
    const reader = await session();
    await reader.query("BEGIN; LOCK TABLE patron.loan_links IN ACCESS SHARE MODE");
    expect(await maintain(home.url)).toMatchObject({
      erased: 0,
      waits: ["tables in use (patron.loan_links)"],
    });
    expect(await erasure(run)).toMatchObject({ erased: false });
    await reader.end();
    expect(await maintain(home.url)).toMatchObject({ rewritten: ["patron.loan_links"], erased: 1 });
  });

  test("the window, where a table is over the limit", async () => {
    const window = (from: string, until: string) =>
      home.pool.query(
        `UPDATE console.run_limits SET rewrite_up_to_mb = 0, rewrite_from = (now() AT TIME ZONE 'UTC' + interval '${from}')::time,
           rewrite_until = (now() AT TIME ZONE 'UTC' + interval '${until}')::time`,
      );
    const run = await endRun();
    await window("2 hours", "4 hours");
    const { rewritten, waits } = await maintain(home.url);
    expect(rewritten).toEqual([]);
    expect(waits[0]).toMatch(
      /^the window \d\d:\d\d–\d\d:\d\d for tables over 0 MB \(patron\.borrowing_links 1 MB, .*, patron\.request_notes 1 MB\)$/,
    );
    expect(await erasure(run)).toMatchObject({ erased: false, waits: waits[0] });
    await window("-1 hour", "1 hour");
    await maintain(home.url);
    expect(await erasure(run)).toEqual(allGone);
  });
});

test("what was rewritten for a run does not count for the next, nor what another wrote anew", async () => {
  await endRun();
  await maintain(home.url);
  const next = await endRun();
  await home.pool.query("VACUUM FULL patron.loan_links");
  expect(await erasure(next)).toMatchObject({ erased: false });
  expect((await maintain(home.url)).rewritten).toHaveLength(8);
  expect(await erasure(next)).toEqual(allGone);
});

test("a second maintenance at once does nothing", async () => {
  const run = await endRun();
  const other = await session();
  await other.query("SELECT pg_advisory_lock(hashtext('lethe.maintain'))");
  expect(await maintain(home.url)).toMatchObject({ busy: true, rewritten: [], erased: 0 });
  expect(await erasure(run)).toMatchObject({ erased: false });
  await other.end();
});

test("in a database that was restored elsewhere, transaction numbers of before say nothing", async () => {
  const run = await endRun();
  await home.pool.query("UPDATE console.run_erasures SET below_xid = 1e15");
  await maintain(home.url);
  expect(await erasure(run)).toEqual(allGone);
});

describe("rights", () => {
  async function login(name: string, group: string): Promise<string> {
    await home.pool.query(
      `DROP ROLE IF EXISTS ${name}; CREATE ROLE ${name} LOGIN PASSWORD 'p'; GRANT ${group} TO ${name}`,
    );
    const url = new URL(home.url);
    url.username = name;
    url.password = "p";
    return url.href;
  }

  test("nobody but the owner says that something is erased", async () => {
    await endRun();
    for (const role of everyRole) {
      for (const statement of [
        "UPDATE console.run_erasures SET erased_at = now(), erased_lsn = '0/0'",
        "UPDATE console.run_erasures SET waits = NULL",
        "INSERT INTO console.run_erasures (run_id, below_xid) VALUES (1, 1)",
        "DELETE FROM console.run_erasures",
        "INSERT INTO console.rewritten_tables VALUES ('patron.users', 1, 1, now())",
      ])
        expect([role, statement, await attemptAs(home.pool, role, statement)]).toEqual([
          role,
          statement,
          refused,
        ]);
    }
  });

  test.each(["lethe_web", "lethe_worker", "lethe_import"])(
    "a login of %s is refused, and rewrites nothing",
    async (group) => {
      const run = await endRun();
      await expect(maintain(await login("no_owner", group))).rejects.toThrow("Only the owner");
      expect(await erasure(run)).toMatchObject({ erased: false });
    },
  );

  test("an owner who may not see the server's log erases, and says what cannot be seen", async () => {
    const run = await endRun();
    const url = await login("plain_owner", "lethe_owner");
    expect(await maintain(url)).toMatchObject({ erased: 1, recycled: 0, waits: [] });
    expect(await erasure(run)).toEqual({
      erased: true,
      recycled: false,
      unseen: "this login may not look at the server's log files",
      waits: null,
    });
    await maintain(home.url);
    expect(await erasure(run)).toEqual(allGone);
  });
});
