import { expect, test } from "vitest";
import type { DeletePolicy } from "#lib/purge-fields.ts";
import { placesOf } from "../../test/whole-database.ts";
import { makeWhole, traces } from "../../test/whole-person.ts";
import { requestConfirmed } from "../engine/request-confirmed.ts";
import { previewPurge } from "./preview.ts";
import { freshUsers } from "./testing.ts";

const { pool, db, rows, value, purge, preview, policy, hold, living } = freshUsers(4);

const apply = { purged: "apply" } as const;
const left = () =>
  rows(
    'SELECT id::int, primary_id AS "primaryId", last_name AS "lastName", deleted_under AS under FROM patron.users WHERE status = \'deleted\' ORDER BY id',
  );
const lastVerdict = () => value("SELECT verdict FROM console.job_runs ORDER BY id DESC LIMIT 1");

/** User 1 with everything, purged fully reportable; user 2 purged with statistics alone; the others live. */
async function purgeTwo() {
  await makeWhole(pool(), 1, 3);
  await pool().query("UPDATE patron.users SET purge_date = NULL WHERE id > 1");
  await policy("keepFullyReportable");
  await purge();
  await pool().query("UPDATE patron.users SET purge_date = '2026-10-01' WHERE id = 2");
  await policy("keepStatistics");
  await purge();
}

test("saving a stricter policy changes nobody; applying it takes what it does not keep of who was purged earlier", async () => {
  await purgeTwo();
  const before = await left();
  await policy("keepStatisticsAndRemovePrimaryId");
  expect(await left()).toEqual(before);
  expect(await preview(apply)).toMatchObject({ confirm: 2, users: { purged: 2, heldBack: [] } });
  const { status, counted } = await purge(apply, { confirm: 2 });
  expect([status, counted("records"), await lastVerdict()]).toEqual([
    "completed",
    { STUDENT: 1, "": 1 },
    "good",
  ]);
  const under = "keepStatisticsAndRemovePrimaryId";
  expect(await left()).toEqual([
    { id: 1, primaryId: null, lastName: "1", under },
    { id: 2, primaryId: null, lastName: "2", under },
  ]);
  for (const [what, text] of Object.entries(traces(1))) {
    expect([what, await placesOf(pool(), text)]).toEqual([what, []]);
  }
  expect(await living()).toEqual([3, 4]);
  expect((await preview(apply)).confirm).toBe(0);
  expect((await purge(apply)).status).toBe("completedWithNoRecords");
});

test("it reaches those alone who were purged under one that leaves more, and cuts no day of theirs", async () => {
  await purgeTwo();
  await pool().query("UPDATE patron.users SET deleted_on = '2026-02-03' WHERE id = 1");
  await policy("keepStatistics");
  expect((await purge(apply, { confirm: 1 })).counted("records")).toEqual({ STUDENT: 1 });
  expect(await left()).toEqual([
    { id: 1, primaryId: null, lastName: "primary1x", under: "keepStatistics" },
    { id: 2, primaryId: null, lastName: "p2", under: "keepStatistics" },
  ]);
  expect(await value("SELECT deleted_on::text FROM patron.users WHERE id = 1")).toBe("2026-02-03");
});

test("fully remove takes the rows, and the links of what was borrowed", async () => {
  await purgeTwo();
  await policy("fullyRemove");
  const facts = () => rows("SELECT r::text FROM record.loans r ORDER BY 1");
  const before = await facts();
  const { counted } = await purge(apply, { confirm: 2 });
  expect(counted("removed")).toMatchObject({ "Links to loans": 1, "Links to fees": 1 });
  expect(await left()).toEqual([]);
  expect(await lastVerdict()).toBe("good");
  expect(await facts()).toEqual(before);
});

test("what was written of an old primary ID that stood as the name goes with it", async () => {
  await policy("keepStatistics");
  await pool().query("UPDATE patron.users SET purge_date = NULL WHERE id > 1");
  await makeWhole(pool(), 1, 3);
  await purge();
  const { primaryId } = traces(1);
  expect(await placesOf(pool(), primaryId)).toEqual(["patron.users"]);
  await pool().query(
    "INSERT INTO patron.set_upload_lines SELECT id, 9, $1, 'purged' FROM patron.set_uploads",
    [primaryId],
  );
  await policy("fullyRemove");
  await purge(apply, { confirm: 1 });
  expect(await placesOf(pool(), primaryId)).toEqual([]);
});

test("a looser policy reaches nobody and brings nothing back", async () => {
  await purgeTwo();
  const before = await left();
  await policy("keepFullyReportable");
  expect((await preview(apply)).confirm).toBe(0);
  expect((await purge(apply)).status).toBe("completedWithNoRecords");
  expect(await left()).toEqual(before);
});

test("who is held after a purge that kept all of them stays as they are, with the reason", async () => {
  await purgeTwo();
  await policy("fullyRemove");
  await hold(1);
  expect((await preview(apply)).users.heldBack).toEqual([{ reason: "Legal hold", users: 1 }]);
  const { counted } = await purge(apply, { confirm: 1 });
  expect(counted("heldBack")).toEqual({ "Legal hold": 1 });
  expect(await left()).toHaveLength(1);
  expect(await lastVerdict()).toBe("good");
});

test("what was confirmed is what goes: another number or another policy starts nothing", async () => {
  await purgeTwo();
  await policy("fullyRemove");
  const ask = (confirm: number, under: DeletePolicy = "fullyRemove") =>
    db().transaction("lethe_web", (tx) =>
      requestConfirmed(tx, previewPurge, {
        job: "purge-users",
        options: apply,
        submittedVia: "screen",
        confirm,
        policy: under,
      }),
    );
  await expect(ask(1)).rejects.toThrow("the number has grown from 1 to 2");
  await expect(ask(999_999_999)).rejects.toThrow("the number has shrunk from 999,999,999 to 2");
  await expect(ask(2, "keepStatistics")).rejects.toThrow(
    "the Delete User Policy was changed to “Fully remove",
  );
  expect(await ask(2)).toHaveProperty("runId");
});

test("who was passed over is found by the verifier", async () => {
  await purgeTwo();
  await policy("fullyRemove");
  await pool().query(
    `CREATE FUNCTION public.spare() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
     CREATE TRIGGER spare BEFORE DELETE ON patron.users FOR EACH ROW WHEN (OLD.id = 2) EXECUTE FUNCTION public.spare()`,
  );
  await purge(apply, { confirm: 2 });
  expect(await lastVerdict()).toBe("bad");
});
