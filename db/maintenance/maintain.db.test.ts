import { describe, expect, test } from "vitest";
import type pg from "pg";
import { lethe } from "../../cli/testing.ts";
import { maintain } from "./maintain.ts";
import { allGone, freshErasures } from "./testing.ts";

const { url, pool, endRun, erasure, session } = freshErasures();

test("a run that removed nothing owes nothing, one that did owes its families' links and notes", async () => {
  await pool().query(
    `INSERT INTO console.job_runs (job, status, submitted_via, cut_off, time_zone, frozen)
     VALUES ('letters-purge', 'running', 'screen', current_date, 'UTC', '{}')`,
  );
  await pool().query(
    "UPDATE console.job_runs SET status = 'completedWithNoRecords', ended_at = now()",
  );
  const run = await endRun();
  expect(await maintain(url())).toEqual({
    busy: false,
    rewritten: expect.arrayContaining(["patron.loan_links", "patron.borrowing_notes"]) as string[],
    erased: 1,
    recycled: 1,
    waits: [],
  });
  expect(await erasure(run)).toEqual(allGone);
  const { rows } = await pool().query("SELECT name FROM console.rewritten_tables");
  expect(rows).toHaveLength(8);
  expect(await maintain(url())).toMatchObject({ rewritten: [], erased: 0, recycled: 0 });
});

test("the command line says what it did, and a run's report how far it is", async () => {
  const run = await endRun();
  const env = { DATABASE_URL: url() };
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
  const { rewritten } = await maintain(url());
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
      const { rewritten, waits } = await maintain(url());
      expect(rewritten).toEqual([]);
      expect(waits).toEqual([expect.stringMatching(named)]);
      expect(await erasure(run)).toMatchObject({ erased: false, waits: waits[0] });
      await holder.query(release);
      await maintain(url());
      expect(await erasure(run)).toEqual(allGone);
      await holder.end();
    },
  );

  test("a table in use, and rewrites it alone when it is free", async () => {
    const run = await endRun();
    const reader = await session();
    await reader.query("BEGIN; LOCK TABLE patron.loan_links IN ACCESS SHARE MODE");
    expect(await maintain(url())).toMatchObject({
      erased: 0,
      waits: ["tables in use (patron.loan_links)"],
    });
    expect(await erasure(run)).toMatchObject({ erased: false });
    await reader.end();
    expect(await maintain(url())).toMatchObject({ rewritten: ["patron.loan_links"], erased: 1 });
  });

  test("the files that were sent for an import, which may hold whom a run took", async () => {
    await pool().query(
      `WITH made AS (INSERT INTO console.imports (source, submitted_by) VALUES ('alma', 'operator') RETURNING id),
         file AS (INSERT INTO patron.import_uploads (import_id, number, name, size) SELECT id, 0, 'users.csv', 7 FROM made)
       INSERT INTO patron.import_chunks (import_id, number, start, bytes) SELECT id, 0, 0, 'patrons' FROM made`,
    );
    const run = await endRun("purge-users");
    const waits = "files of an import (patron.import_chunks)";
    expect(await maintain(url())).toMatchObject({ erased: 0, waits: [waits] });
    expect(await erasure(run)).toMatchObject({ erased: false, waits });
    await pool().query("DELETE FROM console.imports");
    // What was deleted is still in the files of the table.
    expect(await maintain(url())).toMatchObject({ erased: 0, rewritten: [], waits: [waits] });
    await pool().query("SELECT patron.release_import_bytes()");
    await maintain(url());
    expect(await erasure(run)).toEqual(allGone);
  });

  test("the window, where a table is over the limit", async () => {
    const window = (from: string, until: string) =>
      pool().query(
        `UPDATE console.run_limits SET rewrite_up_to_mb = 0, rewrite_from = (now() AT TIME ZONE 'UTC' + interval '${from}')::time,
           rewrite_until = (now() AT TIME ZONE 'UTC' + interval '${until}')::time`,
      );
    const run = await endRun();
    await window("2 hours", "4 hours");
    const { rewritten, waits } = await maintain(url());
    expect(rewritten).toEqual([]);
    expect(waits[0]).toMatch(
      /^the window \d\d:\d\d–\d\d:\d\d for tables over 0 MB \(patron\.borrowing_links 1 MB, .*, patron\.request_notes 1 MB\)$/,
    );
    expect(await erasure(run)).toMatchObject({ erased: false, waits: waits[0] });
    await window("-1 hour", "1 hour");
    await maintain(url());
    expect(await erasure(run)).toEqual(allGone);
  });
});

test("what was rewritten for a run does not count for the next, nor what another wrote anew", async () => {
  await endRun();
  await maintain(url());
  const next = await endRun();
  await pool().query("VACUUM FULL patron.loan_links");
  expect(await erasure(next)).toMatchObject({ erased: false });
  expect((await maintain(url())).rewritten).toHaveLength(8);
  expect(await erasure(next)).toEqual(allGone);
});

test("a second maintenance at once does nothing", async () => {
  const run = await endRun();
  const other = await session();
  await other.query("SELECT pg_advisory_lock(hashtext('lethe.maintain'))");
  expect(await maintain(url())).toMatchObject({ busy: true, rewritten: [], erased: 0 });
  expect(await erasure(run)).toMatchObject({ erased: false });
  await other.end();
});

test("in a database that was restored elsewhere, transaction numbers of before say nothing", async () => {
  const run = await endRun();
  await pool().query("UPDATE console.run_erasures SET below_xid = 1e15");
  await maintain(url());
  expect(await erasure(run)).toEqual(allGone);
});
