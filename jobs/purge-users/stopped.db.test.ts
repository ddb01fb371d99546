import { beforeEach, expect, test } from "vitest";
import { abortedSentence } from "#lib/aborted-sentence.ts";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { abortRun } from "../engine/abort.ts";
import { pauseRun, resumeRun } from "../engine/pause.ts";
import { workRun } from "../engine/work-run.ts";
import { everyone, freshUsers } from "./testing.ts";

const users = 2_500;
const { pool, db, rows, value, start, work, living } = freshUsers(users);

beforeEach(async () => {
  await pool().query(
    "INSERT INTO patron.user_emails (user_id, email) SELECT id, id || '@example.org' FROM patron.users",
  );
});

/** As somebody who asks while the first batch is at work; it commits, and no other begins. */
const askDuringFirstBatch = (status: "aborting" | "paused") =>
  pool().query(
    `CREATE OR REPLACE FUNCTION public.ask() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
       $$ BEGIN UPDATE console.job_runs SET status = '${status}' WHERE status = 'running'; DROP TRIGGER ask ON patron.users; RETURN NULL; END $$;
     CREATE CONSTRAINT TRIGGER ask AFTER UPDATE ON patron.users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
       WHEN (OLD.id = 1) EXECUTE FUNCTION public.ask()`,
  );

/** Who is neither whole nor gone. */
const halves = () =>
  rows(`SELECT u.id FROM patron.users u WHERE (u.status = 'deleted') = EXISTS (SELECT FROM patron.user_emails e WHERE e.user_id = u.id)
    OR (u.status = 'deleted') <> (u.primary_id IS NULL)`);

/** Somebody else holds the first user: the first batch waits there, before anything of it is written. */
async function inTheMiddleOfABatch(asked: () => Promise<unknown>) {
  const { id } = await start(everyone, { confirm: users });
  const other = await pool().connect();
  await other.query("BEGIN; SELECT FROM patron.users WHERE id = 1 FOR UPDATE");
  const working = work(id);
  await untilSomebodyWaits(pool());
  await asked();
  await other.query("COMMIT");
  other.release();
  const { status } = await working;
  return { id, status };
}
const asWeb = (ask: typeof pauseRun) => () => db().transaction("lethe_web", (tx) => ask(tx, 1));

async function goesOnToItsEnd(id: number) {
  expect(await halves()).toEqual([]);
  expect((await living()).length).toBe(users - 1_000);
  await db().transaction("lethe_web", (tx) => resumeRun(tx, id));
  const { status, counted } = await work(id);
  expect([status, counted("records")]).toEqual(["completed", { "": users }]);
  expect(await living()).toEqual([]);
}

test("a purge that is paused in the middle of a batch commits it, and goes on when it is resumed", async () => {
  const { id, status } = await inTheMiddleOfABatch(asWeb(pauseRun));
  expect(status).toBe("paused");
  await goesOnToItsEnd(id);
});

test("one that is aborted there commits it, and says so", async () => {
  const { id, status } = await inTheMiddleOfABatch(asWeb(abortRun));
  expect(status).toBe("aborted");
  expect(await halves()).toEqual([]);
  expect(await value(`SELECT removed::int FROM console.job_runs WHERE id = ${id}`)).toBe(1_000);
  expect((await living()).length).toBe(users - 1_000);
});

test("a hand that meets the kill switch pauses the run under another's batch, which is committed", async () => {
  const { id, status } = await inTheMiddleOfABatch(async () => {
    await pool().query("INSERT INTO console.kill_switches (scope, reason) VALUES ('all', '')");
    await workRun(db(), 1);
    expect(await value("SELECT status FROM console.job_runs")).toBe("paused");
  });
  expect(status).toBe("paused");
  await pool().query("DELETE FROM console.kill_switches");
  await goesOnToItsEnd(id);
});

test("an aborted purge says what is done, and has not touched the others", async () => {
  await askDuringFirstBatch("aborting");
  const { id } = await start(everyone, { confirm: users });
  const { status, counted } = await work(id);
  const left = await living();
  expect(status).toBe("aborted");
  expect(left.length).toBeGreaterThan(0);
  expect(left.length).toBeLessThan(users);
  expect(counted("records")).toEqual({ "": users - left.length });
  expect(await value(`SELECT removed::int FROM console.job_runs WHERE id = ${id}`)).toBe(
    users - left.length,
  );
  expect(counted("heldBack")).toEqual({});
  expect(
    await value(
      `SELECT message FROM console.job_events WHERE run_id = ${id} ORDER BY id DESC LIMIT 1`,
    ),
  ).toBe(
    abortedSentence({
      expected: users,
      removed: users - left.length,
      planned: left.length,
      visited: 0,
    }),
  );
  expect(await value(`SELECT verdict::text FROM console.job_runs WHERE id = ${id}`)).toBe("good");
  expect(await halves()).toEqual([]);
});

test("a paused one goes on where it stands, and counts everybody once", async () => {
  await askDuringFirstBatch("paused");
  const { id } = await start(everyone, { confirm: users });
  expect((await work(id)).status).toBe("paused");
  const left = await living();
  expect(left.length).toBeGreaterThan(0);
  expect(left.length).toBeLessThan(users);
  expect(await halves()).toEqual([]);
  await db().transaction("lethe_web", (tx) => resumeRun(tx, id));
  const { status, counted } = await work(id);
  expect([status, counted("records")]).toEqual(["completed", { "": users }]);
  expect(counted("removed")).toMatchObject({ "E-mail addresses": users });
  expect(await living()).toEqual([]);
});
