import { expect, test } from "vitest";
import { freshMembers, type Changes } from "./testing.ts";

const { pool, rows, run, hold } = freshMembers();

/** What somebody does behind the run's back, after its last batch. */
const plant = (deed: string) =>
  pool().query(
    `CREATE FUNCTION public.fault() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN ${deed}; RETURN NULL; END $$;
     CREATE TRIGGER fault AFTER UPDATE ON console.job_bulks FOR EACH ROW WHEN (new.status = 'done') EXECUTE FUNCTION public.fault()`,
  );

const block = "INSERT INTO patron.user_blocks (user_id, code) VALUES (1, 'LOST')";
const note = "INSERT INTO patron.user_notes (user_id, text, type) VALUES (1, 'Left', 'OLD')";
const category = "INSERT INTO patron.user_categories (user_id, category_id) VALUES (1, 1)";

const faults: [string, Changes, string][] = [
  [
    "a block that was not added",
    { addBlock: { code: "LOST" } },
    "DELETE FROM patron.user_blocks WHERE user_id = 1",
  ],
  [
    "a block that was added and does not bind",
    { addBlock: { code: "LOST" } },
    "UPDATE patron.user_blocks SET active = false WHERE user_id = 1",
  ],
  ["a block that was not removed", { removeBlock: { code: "LOST" } }, block],
  [
    "a note that was not added",
    { addNote: { text: "Left", type: "OLD" } },
    "DELETE FROM patron.user_notes WHERE user_id = 1",
  ],
  [
    "a note that says something else",
    { addNote: { text: "Left" } },
    "UPDATE patron.user_notes SET text = 'Stays' WHERE user_id = 1",
  ],
  ["a note that was not removed", { removeNotes: { type: "OLD" } }, note],
  [
    "a note without a type that was not removed",
    { removeNotes: { type: null } },
    "INSERT INTO patron.user_notes (user_id, text) VALUES (1, 'Left')",
  ],
  [
    "a category that was not added",
    { addCategory: { category: "FACULTY:ARTS" } },
    "DELETE FROM patron.user_categories WHERE user_id = 1",
  ],
  ["a category that was not removed", { removeCategory: { category: "FACULTY:ARTS" } }, category],
];

const disagreeing = async () =>
  (
    await rows<{ name: string }>(
      `SELECT c ->> 'name' AS name FROM console.job_runs, jsonb_array_elements(verdict_checks) c WHERE NOT (c ->> 'good')::boolean`,
    )
  ).map(({ name }) => name);

test("a run that is aborted is verified as far as it went", async () => {
  await plant("UPDATE console.job_runs SET status = 'aborting' WHERE status = 'running'");
  expect(await run({ addNote: { text: "Left" } })).toMatchObject({
    status: "aborted",
    verdict: "good",
  });
});

test.each(faults)("%s is found", async (_, changes, deed) => {
  await pool().query(
    `INSERT INTO patron.user_blocks (user_id, code) VALUES (2, 'LOST');
     INSERT INTO patron.user_notes (user_id, text, type) VALUES (2, 'Left', 'OLD'), (2, 'Left', NULL);
     INSERT INTO patron.user_categories (user_id, category_id) VALUES (2, 1)`,
  );
  await plant(deed);
  expect(await run(changes)).toMatchObject({ verdict: "bad" });
  expect(await disagreeing()).toEqual(["Blocks, notes and categories are as they should be"]);
});

test("an import that was over before the run began excuses nothing", async () => {
  await pool().query(
    "INSERT INTO console.audit (actor, action, subject) VALUES ('operator', 'users.import', 'users')",
  );
  await plant("DELETE FROM patron.user_blocks WHERE user_id = 1");
  expect(await run({ addBlock: { code: "LOST" } })).toMatchObject({ verdict: "bad" });
});

test.each([
  [
    "somebody who removes it on the user's page",
    "DELETE FROM patron.user_blocks WHERE user_id = 1; INSERT INTO patron.user_history (user_id, actor, action) VALUES (1, 'anna', 'block.remove')",
  ],
  [
    "an import that knows nothing of it",
    "DELETE FROM patron.user_blocks; INSERT INTO console.audit (actor, action, subject) VALUES ('operator', 'users.import', 'users')",
  ],
  ["a purge of the user", "DELETE FROM patron.users WHERE id = 1"],
])("%s is not the run's fault", async (_, deed) => {
  await plant(deed);
  expect(await run({ addBlock: { code: "LOST" } })).toMatchObject({ verdict: "good" });
});

test("what a hold keeps is not missed, nor what others have who are no members", async () => {
  await pool().query(
    "INSERT INTO patron.user_blocks (user_id, code) VALUES (1, 'LOST'), (2, 'LOST'), (6, 'LOST')",
  );
  await hold(1);
  expect(await run({ removeBlock: { code: "LOST" } })).toMatchObject({
    verdict: "good",
    counts: { removeBlock: 1 },
  });
});
