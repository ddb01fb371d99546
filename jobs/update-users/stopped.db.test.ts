import { expect, test } from "vitest";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { abortRun } from "../engine/abort.ts";
import { pauseRun, resumeRun } from "../engine/pause.ts";
import { freshMembers, type Changes } from "./testing.ts";

const { pool, db, value, start, work, column } = freshMembers();

const changes: Changes = { purgeDate: { to: "2020-01-31" }, addNote: { text: "Left in spring" } };

/** Somebody else holds a member: the batch waits there, before anything of it is written. */
async function inTheMiddleOfABatch(ask: typeof pauseRun) {
  const { id } = await start(changes, { confirm: 4 });
  const other = await pool().connect();
  await other.query("BEGIN; SELECT FROM patron.users WHERE id = 2 FOR UPDATE");
  const working = work(id);
  await untilSomebodyWaits(pool());
  await db().transaction("lethe_web", (tx) => ask(tx, id));
  await other.query("COMMIT");
  other.release();
  const done = await working;
  expect((await column("purge_date")).filter((day) => day !== null)).toHaveLength(4);
  expect(await value("SELECT count(*)::int FROM patron.user_notes")).toBe(4);
  return done;
}

test("an update that is paused in the middle of a batch commits it, and goes on when it is resumed", async () => {
  const { id, status } = await inTheMiddleOfABatch(pauseRun);
  expect(status).toBe("paused");
  await db().transaction("lethe_web", (tx) => resumeRun(tx, id));
  expect(await work(id)).toMatchObject({
    status: "completed",
    verdict: "good",
    counts: { updated: 4, addNote: 4 },
  });
});

test("one that is aborted there commits it, and keeps neither members nor texts", async () => {
  expect(await inTheMiddleOfABatch(abortRun)).toMatchObject({
    status: "aborted",
    counts: { updated: 4, addNote: 4 },
  });
  expect(await value("SELECT count(*)::int FROM patron.run_members")).toBe(0);
  expect(await value("SELECT count(*)::int FROM patron.update_texts")).toBe(0);
});
