import { expect, test } from "vitest";
import { insertLetters, setPeriods } from "../../test/letters.ts";
import { startRun } from "../engine/start.ts";
import { freshMembers } from "../update-users/testing.ts";
import { countByType, previewLettersPurge } from "./preview.ts";
import { letter, receipt } from "./testing.ts";

/* Letters that wait to be sent, and those that nobody sends any more. */

const { pool, db, rows, value, run, work, hold } = freshMembers();

const code = "UserNotificationsLetter";
const notify = { to: "everybody", subject: "Your account", body: "It closes." } as const;

const purge = async () => {
  await rows("UPDATE console.run_limits SET share_percent = 100, margin_percent = 100");
  const { id } = await db().transaction("lethe_web", (tx) =>
    startRun(tx, { job: "letters-purge", submittedVia: "commandLine" }),
  );
  return work(id);
};
/** As if all letters had been written so many days ago. */
const age = (days: number) =>
  pool().query(
    `SELECT patron.make_letter_month(current_date - ${days});
     UPDATE patron.letters SET created_at = now() - interval '${days} days', created_on = current_date - ${days}`,
  );
const left = () => rows("SELECT user_id::int AS user FROM patron.letters ORDER BY 1");

test("without a mail server a notification goes with its month when its period is over", async () => {
  await setPeriods(pool(), { [code]: 1 });
  await run({ notify }, { confirm: 3 });
  await age(70);
  expect(await left()).toHaveLength(3);
  expect(await purge()).toMatchObject({
    status: "completed",
    verdict: "good",
    counts: { [code]: 3, months: 1 },
  });
  expect(await left()).toEqual([]);
});

test("and one by one where its month does not go", async () => {
  await setPeriods(pool(), { [code]: 1 });
  await run({ notify }, { confirm: 3 });
  await age(3);
  await hold(2);
  expect(await purge()).toMatchObject({
    verdict: "good",
    counts: { [code]: 2, "Legal hold": 1 },
  });
  expect(await left()).toEqual([{ user: 2 }]);
});

test("what may still be sent stays, and so does its month; what was given up goes", async () => {
  await setPeriods(pool(), { [receipt]: 1 });
  await insertLetters(
    pool(),
    [1, 2].map((userId) => letter("2026-01-05", { userId, sent: false })),
  );
  await rows("UPDATE patron.letters SET attempts = 5, problem = 'refused' WHERE user_id = 1");
  expect(await purge()).toMatchObject({
    verdict: "good",
    counts: { [receipt]: 1, "Not sent yet": 1 },
  });
  expect(await left()).toEqual([{ user: 2 }]);
  await rows("UPDATE patron.letters SET attempts = 5");
  expect(await purge()).toMatchObject({ verdict: "good", counts: { [receipt]: 1, months: 1 } });
  expect(await value("SELECT to_regclass('patron.letters_2026_01')")).toBeNull();
});

test("who asks how many are past their period is told of those that wait or are held, too", async () => {
  await setPeriods(pool(), { [receipt]: 1 });
  await insertLetters(pool(), [
    letter("2026-01-05"),
    letter("2026-01-05", { userId: 2, sent: false }),
    letter("2026-01-05", { userId: 3 }),
  ]);
  await hold(3);
  await db().transaction("lethe_web", async (tx) => {
    expect([...(await countByType(tx))]).toEqual([[receipt, { stored: 3, past: 3 }]]);
    expect((await previewLettersPurge(tx)).confirm).toBe(1);
  });
});

test("the planner puts what waits in place of the call", async () => {
  await rows("SELECT patron.make_letter_month('2026-01-01')");
  const plan = await rows(
    "EXPLAIN (VERBOSE) SELECT FROM patron.letters l WHERE NOT patron.letter_waits(l.sent, l.created_at, l.attempts)",
  );
  expect(JSON.stringify(plan)).toMatch(/attempts < 5|attempts >= 5/);
  expect(JSON.stringify(plan)).not.toContain("letter_waits");
});
