import { expect, test } from "vitest";
import { everyRow } from "../../test/whole-person.ts";
import { freshMembers, type Changes } from "./testing.ts";

const { pool, rows, value, run, preview } = freshMembers();

const letter = { subject: "Your account", body: "It closes in March." };

test("whoever is changed and has an address gets a letter: on Attachments, counted, and not sent yet", async () => {
  await pool().query(
    "INSERT INTO patron.user_emails (user_id, email, preferred) VALUES (1, 'best@example.org', true); UPDATE patron.users SET campus = 'NORTH' WHERE id = 3",
  );
  const changes: Changes = { campus: { to: "NORTH" }, notify: { to: "changed", ...letter } };
  expect(await preview(changes)).toMatchObject({
    confirm: 3,
    letters: { queued: 2, withoutEmail: 1 },
  });
  expect(await run(changes)).toMatchObject({
    verdict: "good",
    counts: { records: 3, updated: 3, unchanged: 1, letters: 2, withoutEmail: 1 },
  });
  expect(
    await rows(
      "SELECT user_id::int AS user, letter_code, channel, sent, subject, addresses, body, source_id FROM patron.letters ORDER BY 1",
    ),
  ).toEqual(
    [
      [1, "best@example.org"],
      [2, "u2@example.org"],
    ].map(([user, addresses]) => ({
      user,
      letter_code: "UserNotificationsLetter",
      channel: "email",
      sent: false,
      addresses,
      source_id: null,
      ...letter,
    })),
  );
  expect(
    await value(
      "SELECT count FROM record.letter_counts WHERE letter_code = 'UserNotificationsLetter'",
    ),
  ).toBe(2);
  expect(await run(changes)).toMatchObject({ status: "completedWithNoRecords" });
  expect(await value("SELECT count(*)::int FROM patron.letters")).toBe(2);
});

test("everybody who has an address can be told without being changed", async () => {
  const changes: Changes = { notify: { to: "everybody", ...letter } };
  expect((await preview(changes)).confirm).toBe(3);
  expect(await run(changes, { confirm: 3 })).toMatchObject({
    status: "completed",
    verdict: "good",
    counts: { records: 3, letters: 3, withoutEmail: 1 },
  });
  expect(await rows("SELECT DISTINCT fields FROM patron.user_history")).toEqual([
    { fields: ["notification"] },
  ]);
});

test("what staff wrote stands in accounts and nowhere else once the run has ended", async () => {
  const secret = "About Surname77x and her brother";
  await run({
    addNote: { text: secret },
    addBlock: { code: "LEFT", note: secret },
    notify: { to: "changed", subject: secret, body: secret },
  });
  const found = await everyRow(pool());
  const tables = [...found]
    .filter(([, rows]) => rows.join().includes("Surname77x"))
    .map(([name]) => name);
  expect(tables.filter((name) => !/letters/.test(name))).toEqual([
    "patron.user_blocks",
    "patron.user_notes",
  ]);
  const told = await rows<{ told: string }>(
    `SELECT frozen::text || coalesce(problem, '') AS told FROM console.job_runs UNION ALL
     SELECT message FROM console.job_events UNION ALL SELECT label FROM console.job_counters UNION ALL
     SELECT data::text FROM queue.job`,
  );
  expect(told.length).toBeGreaterThan(5);
  expect(told.map(({ told }) => told).join(" ")).not.toContain("Surname77x");
});
