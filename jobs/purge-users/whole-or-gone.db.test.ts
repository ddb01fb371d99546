import { describe, expect, test } from "vitest";
import { isLong } from "../../test/short-or-long.ts";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { sql } from "drizzle-orm";
import { placeHold } from "#db/queries/hold-changes.ts";
import { prepareRun } from "../engine/prepare.ts";
import { workRun } from "../engine/work-run.ts";
import { everyRow, makeWhole } from "../../test/whole-person.ts";
import { policies } from "./fate.ts";
import { statementsOf } from "./statements.ts";
import { cutOff, everyone, freshUsers } from "./testing.ts";

const { pool, db, purge, policy, start, work, living, value, add, hold } = freshUsers(4);

/** Of user 2, and of nobody else: by number, by record 20, or by a text of theirs. */
const of2 = /^\(2,|^\(20,|,2[,)]|2x/;

/** Fails whoever changes a row of user 2 in a table, with an error that is the row's. */
async function refuseIn(table: string) {
  await pool().query(`CREATE OR REPLACE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = 'P0001'; END $$`);
  await pool().query(
    `CREATE OR REPLACE TRIGGER refuse BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW
     WHEN (OLD::text ~ '${of2.source}') EXECUTE FUNCTION public.refuse()`,
  );
}

/** Tables that a purge under a policy changes, each once, and those that functions change for it. */
const changed = (policy: (typeof policies)[number]) => [
  "patron.set_upload_lines",
  "patron.legal_holds",
  ...statementsOf(policy)
    .map(({ table }) => table)
    .filter((table) => !/forget_mentions|name_by_primary_id/.test(table))
    // To the history that stays a line is added, and none is changed.
    .filter((table) => policy !== "keepFullyReportable" || table !== "patron.user_history"),
];

test.each(policies)(
  "under %s a user of whom any one row refuses stays whole, and the others go",
  async (under) => {
    await makeWhole(pool(), 1, 4);
    await makeWhole(pool(), 2, 4);
    await pool().query("UPDATE patron.users SET purge_date = NULL WHERE id = 4");
    await policy(under);
    const rowsOf2 = async () =>
      [...(await everyRow(pool()))].flatMap(([name, all]) =>
        name === "patron.set_aside_rows"
          ? []
          : all.filter((row) => of2.test(row) && !/1x|Query of 1/i.test(row)),
      );
    const before = await rowsOf2();
    // Under the policy that changes the most every table, under the others every third until the long form.
    const every = isLong || under === "fullyRemove" ? 1 : 3;
    const tables = changed(under).filter((_, n) => n % every === 0);
    expect(tables.length).toBeGreaterThan(4 / every);
    for (const [nth, table] of tables.entries()) {
      await refuseIn(table);
      const { status, counted } = await purge();
      expect([table, status]).toEqual([table, "completedWithWarnings"]);
      expect(counted("records")).toEqual(nth === 0 ? { STUDENT: 1, "": 1 } : {});
      expect([table, await rowsOf2()]).toEqual([table, before]);
      await pool().query(`DROP TRIGGER refuse ON ${table}`);
    }
    expect((await purge()).counted("records")).toEqual({ STUDENT: 1 });
    expect(await living()).toEqual([4]);
  },
);

describe("a set", () => {
  const itemized = async (...users: number[]) => {
    await pool().query(
      "INSERT INTO patron.sets (name, private, kind) VALUES ('Chosen', false, 'itemized')",
    );
    await pool().query("INSERT INTO patron.set_members SELECT 1, unnest($1::int[])", [users]);
    return { set: 1 };
  };

  test("has its members purged, and nobody who joins after the start", async () => {
    const { id } = await start(await itemized(1, 2));
    await db().transaction("lethe_import", async (tx) => {
      const { jobs } = await import("../registry.ts");
      const job = jobs["purge-users"]!;
      const frozen = (await tx.execute(sql`SELECT frozen FROM console.job_runs`)).rows[0]?.[
        "frozen"
      ];
      await job.gather?.(tx, { id, cutOff, frozen: job.parse(frozen) as unknown });
    });
    await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
    await pool().query("INSERT INTO patron.set_members VALUES (1, 3)");
    await work(id);
    expect(await living()).toEqual([3, 4]);
    expect(await value("SELECT count(*)::int FROM patron.run_members")).toBe(0);
  });

  test("that is emptied or deleted before the run purges nobody", async () => {
    const asked = await itemized(1, 2);
    const { id } = await start(asked);
    await pool().query("DELETE FROM patron.set_members");
    expect((await work(id)).status).toBe("completedWithNoRecords");
    await pool().query("INSERT INTO patron.set_members VALUES (1, 3)");
    const second = await start(asked);
    await pool().query("DELETE FROM patron.sets");
    expect((await work(second.id)).status).toBe("completedWithNoRecords");
    expect(await living()).toEqual([1, 2, 3, 4]);
  });

  test("that is logical has whom its query finds at the start", async () => {
    await pool()
      .query(`INSERT INTO patron.sets (name, private, kind, query) VALUES ('Found', false, 'logical',
      '{"version": 1, "match": "all", "conditions": [{"field": "campus", "operator": "in", "value": ["NORTH"]}]}')`);
    await pool().query("UPDATE patron.users SET campus = 'NORTH' WHERE id IN (2, 3)");
    await pool().query("UPDATE patron.users SET purge_date = NULL WHERE id = 3");
    const { counted } = await purge({ set: 1 });
    expect(counted("heldBack")).toEqual({ "No purge date": 1 });
    expect(await living()).toEqual([1, 3, 4]);
  });
});

describe("what changes while a run goes on", () => {
  const begun = async () => {
    const { id } = await start(everyone);
    await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
    return id;
  };

  test("is asked again: a purge date that is removed, a loan that is made, a hold", async () => {
    const id = await begun();
    await pool().query("UPDATE patron.users SET purge_date = NULL WHERE id = 1");
    await add("loans", { id: 7, userId: 2 });
    await hold(3);
    const { counted } = await work(id);
    expect(counted("heldBack")).toEqual({ "No purge date": 1, "Active loan": 1, "Legal hold": 1 });
    expect(await living()).toEqual([1, 2, 3]);
  });

  test("and is not committed yet is waited for", async () => {
    const id = await begun();
    await add("loans", { id: 7, userId: 2, finished: true });
    const client = await pool().connect();
    await client.query("BEGIN");
    await client.query(
      "UPDATE patron.loan_links SET finished = false, ended_at = NULL, ended_on = NULL, returned_at = NULL",
    );
    const working = work(id);
    await untilSomebodyWaits(pool());
    await client.query("COMMIT");
    client.release();
    expect((await working).counted("heldBack")).toEqual({ "Active loan": 1 });
    expect(await living()).toEqual([2]);
  });

  test("and so is a hold that is being placed", async () => {
    const id = await begun();
    const working = await db().transaction("lethe_web", async (tx) => {
      await placeHold(
        tx,
        { actor: "operator", user: "operator", staffId: null },
        { whom: { person: "p3" }, reason: "Matter", owner: "Counsel", reviewOn: "2099-01-01" },
      );
      const run = work(id);
      await untilSomebodyWaits(pool());
      return { run };
    });
    expect((await working.run).counted("heldBack")).toEqual({ "Legal hold": 1 });
    expect(await living()).toEqual([3]);
  });

  test("is of the next run where it is the policy", async () => {
    await policy("keepStatistics");
    const id = await begun();
    await policy("fullyRemove");
    await work(id);
    expect(await value("SELECT count(*)::int FROM patron.users")).toBe(4);
    expect(await living()).toEqual([]);
  });
});

test("a second purge is refused while one is there", async () => {
  await start(everyone);
  await expect(start(everyone)).rejects.toThrow("already running");
});

test("of two who start one at the same time one does; two workers share it, and nobody is counted twice", async () => {
  const outcomes = await Promise.allSettled([start(everyone), start(everyone)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const [id] = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value.id] : []));
  await Promise.all([workRun(db(), id!), workRun(db(), id!)]);
  expect((await work(id!)).counted("records")).toEqual({ "": 4 });
  expect(await living()).toEqual([]);
});

test("a purge of everybody is braked unless its number was given", async () => {
  await pool().query("UPDATE console.run_limits SET share_percent = 25");
  expect((await purge()).status).toBe("stoppedByBrake");
  expect(await living()).toHaveLength(4);
  expect((await purge(everyone, { confirm: 4 })).status).toBe("completed");
});
