import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Tx } from "#db/client.ts";
import { placeHold } from "#db/queries/hold-changes.ts";
import { changeSetQuery } from "#db/queries/set-changes.ts";
import { addMembers, removeMembers } from "#db/queries/set-members.ts";
import { uploadIds } from "#db/queries/set-uploads.ts";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { abortRun } from "../engine/abort.ts";
import { isAlone } from "../engine/alone.ts";
import { gatherMembers } from "../engine/gather.ts";
import { prepareRun } from "../engine/prepare.ts";
import { tend } from "../engine/tend.ts";
import { workRun } from "../engine/work-run.ts";
import { freshMembers, type Changes } from "./testing.ts";

const { pool, db, value, start, work, events } = freshMembers();

const purgeDate: Changes = { purgeDate: { to: "2020-01-31" } };
/** As if nobody had touched the run for so long. */
const longAgo = () =>
  pool().query(`UPDATE console.job_runs SET submitted_at = submitted_at - interval '1 minute';
    UPDATE console.job_events SET at = at - interval '1 minute'`);
const take = (id: number) => db().transaction("lethe_import", (tx) => gatherMembers(tx, id));

test("two workers that take a set's members at once take them once", async () => {
  const { id } = await start(purgeDate);
  const gathered = await db().transaction("lethe_import", async (tx) => [
    await gatherMembers(tx, id),
    await take(id),
  ]);
  expect([...gathered, await take(id)]).toEqual(["now", "elsewhere", "now"]);
  expect(await work(id)).toMatchObject({ verdict: "good", counts: { updated: 4 } });
});

test("a run whose members another hand is about to take does not begin without them", async () => {
  const { id } = await start(purgeDate);
  await db().transaction("lethe_import", async (tx) => {
    await gatherMembers(tx, id);
    await workRun(db(), id);
  });
  expect(await value("SELECT status FROM console.job_runs")).toBe("queued");
  expect(await work(id)).toMatchObject({ verdict: "good", counts: { updated: 4 } });
});

test("hands that come to a run that has begun turn nobody away", async () => {
  const { id } = await start(purgeDate);
  await take(id);
  await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
  await db().transaction("lethe_import", async (tx) => {
    expect(await isAlone(tx, "gather", id)).toBe(true);
    await workRun(db(), id);
  });
  expect(await value("SELECT status FROM console.job_runs")).toBe("completed");
});

test("of a run that is aborted while its members are taken no list of them stays", async () => {
  await db().transaction("lethe_web", (tx) =>
    placeHold(
      tx,
      { actor: "operator", user: "operator", staffId: null },
      { whom: { set: 2 }, reason: "Matter", owner: "Counsel", reviewOn: "2099-01-01" },
    ),
  );
  const { id } = await start(purgeDate);
  const holder = await pool().connect();
  await holder.query("BEGIN; SELECT pg_advisory_xact_lock(hashtext('lethe.legalHoldMembers'))");
  const taking = workRun(db(), id);
  await untilSomebodyWaits(pool());
  await db().transaction("lethe_web", (tx) => abortRun(tx, id));
  const other = workRun(db(), id);
  await longAgo();
  await tend(db());
  await other;
  await holder.query("COMMIT");
  holder.release();
  await taking;
  expect(await work(id)).toMatchObject({ status: "aborted" });
  expect(await value("SELECT count(*)::int FROM patron.run_members")).toBe(0);
});

/** By the doors that change who is in a set, each leaving as many. */
test.each<[string, number, (tx: Tx) => Promise<unknown>]>([
  [
    "members are exchanged",
    1,
    async (tx) => {
      await removeMembers(tx, "operator", { id: 1, users: [1] });
      await addMembers(tx, "operator", { id: 1, users: [5] });
    },
  ],
  [
    "IDs are uploaded",
    1,
    async (tx) => {
      await uploadIds(tx, "operator", {
        id: 1,
        sent: [{ line: 1, value: "p5", isNumber: false }],
      });
      await tx.execute(sql`DELETE FROM patron.set_members WHERE user_id = 1`);
    },
  ],
  [
    "query is changed",
    2,
    (tx) =>
      changeSetQuery(tx, "operator", {
        id: 2,
        query: {
          version: 1,
          match: "all",
          conditions: [{ field: "status", operator: "in", value: ["active", "inactive"] }],
        },
      }),
  ],
])("a set whose %s is not the one that was confirmed", async (_, set, change) => {
  const { id } = await start(purgeDate, { confirm: 4 }, set);
  await db().transaction("lethe_web", change);
  expect(await work(id)).toMatchObject({ status: "completedWithNoRecords", counts: {} });
  expect(await events(id)).toContain(
    "The set was changed after the run was confirmed, so the run is about nobody.",
  );
  const other = await start(purgeDate, {}, set);
  expect((await work(other.id)).counts["updated"]).toBeGreaterThan(0);
});
