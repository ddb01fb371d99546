import { beforeEach, expect, test } from "vitest";
import { resumeRun } from "../engine/pause.ts";
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
