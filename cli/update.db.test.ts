import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { makeLibrary } from "../test/library.ts";
import { lethe } from "./testing.ts";

let home: TestDatabase;
beforeEach(async () => {
  await home?.drop();
  home = await testDatabase();
  await makeLibrary(home.pool, 3);
  await home.pool.query(
    `INSERT INTO patron.sets (name, private, kind) VALUES ('Leavers', false, 'itemized');
     INSERT INTO patron.set_members VALUES (1, 1), (1, 3)`,
  );
});
afterAll(() => home.drop());

const run = (...args: string[]) => lethe(args, { env: { DATABASE_URL: home.url } });
const error = ({ json }: Awaited<ReturnType<typeof run>>) => (json() as { error: string }).error;

test("a preview says who changes from what to what; a run out of a file does exactly that, once", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  const file = path.join(folder, "changes.json");
  await writeFile(
    file,
    JSON.stringify({
      purgeDate: { to: "2026-03-31", onlyIf: "empty" },
      addNote: { text: "Left Name 1 behind" },
    }),
  );
  const whom = ["update-users", "--set", "leavers", "--changes", file];
  const preview = await run("preview", ...whom, "--json");
  expect(preview.json()).toMatchObject({
    confirm: 2,
    users: { members: 2, updated: 2, unchanged: 0, heldBack: [] },
    letters: { queued: 0, withoutEmail: 0 },
    changes: [
      { parameter: "purgeDate", users: 2, from: [{ value: null, users: 2 }], to: "2026-03-31" },
      { parameter: "addNote", users: 2 },
    ],
  });
  const ran = await run("run", ...whom, "--wait", "--yes", "--confirm", "2", "--json");
  expect(ran.json()).toMatchObject({
    id: 1,
    job: "update-users",
    status: "completed",
    users: { updated: 2, unchanged: 0, failed: 0, heldBack: [] },
    letters: { queued: 0 },
  });
  const again = await run("run", ...whom, "--wait", "--yes", "--json");
  expect(again.json()).toMatchObject({
    status: "completedWithNoRecords",
    users: { updated: 0, unchanged: 2 },
  });
  const { rows } = await home.pool.query(
    "SELECT id::int, purge_date::text AS date FROM patron.users ORDER BY 1",
  );
  expect(rows).toEqual([
    { id: 1, date: "2026-03-31" },
    { id: 2, date: null },
    { id: 3, date: "2026-03-31" },
  ]);
  const { rows: told } = await home.pool.query(
    "SELECT frozen::text AS told FROM console.job_runs UNION ALL SELECT message FROM console.job_events UNION ALL SELECT data::text FROM queue.job UNION ALL SELECT after::text FROM console.audit",
  );
  expect(told.map(({ told }) => String(told)).join(" ")).not.toMatch(/leavers|Name 1|p1/i);
  const page = await run("preview", "update-users", "--set", "Leavers", "--changes", file);
  expect(page.stdout).toContain("0 users would change, 2 would not");
  const there = ["update-users", "--set", "leavers", "--changes", "changes.json"];
  const elsewhere = await lethe(["preview", ...there], {
    env: { DATABASE_URL: home.url, INIT_CWD: folder },
  });
  expect(elsewhere.stdout).toContain("0 users would change, 2 would not");
  await rm(folder, { recursive: true });
});

test("what makes no sense is wrong usage; what is not there is refused", async () => {
  const set = ["update-users", "--set", "Leavers"];
  const wrong = await Promise.all([
    run("run", "update-users", "--yes", "--json"),
    run("preview", ...set, "--json"),
    run("preview", ...set, "--changes", "nowhere.json", "--json"),
    run("preview", ...set, "--changes", "{", "--json"),
    run("preview", ...set, "--changes", "{}", "--json"),
    run("preview", ...set, "--changes", '{"purgeDate": {"to": "31.3.2026"}}', "--json"),
    run(
      "preview",
      ...set,
      "--changes",
      '{"campus": {"to": "N"}}',
      "--record-type",
      "public",
      "--json",
    ),
    run("preview", "purge-users", "--record-type", "public", "--changes", "{}", "--json"),
  ]);
  expect(wrong.map(({ code }) => code)).toEqual(wrong.map(() => 2));
  expect(error(wrong[5])).toBe("--changes: purgeDate.to: Enter a date, such as 2026-03-31.");
  const campus = ["--changes", '{"campus": {"to": "N"}}', "--json"];
  const refused = await Promise.all([
    run("preview", "update-users", "--set", "Nobody", ...campus),
    run("run", ...set, ...campus),
  ]);
  expect(refused.map(({ code }) => code)).toEqual([1, 1]);
  expect(refused.map(error)).toEqual([
    "There is no set of this name, or it is somebody's private set.",
    "Nobody is at a terminal to confirm: add --yes. Nothing was started.",
  ]);
});

test("letters that a run wrote are counted on its page, and kept from being sent", async () => {
  await home.pool.query(`SELECT patron.make_letter_month(current_date);
    INSERT INTO console.job_runs (job, submitted_via, cut_off, time_zone, frozen, started_at)
      VALUES ('update-users', 'commandLine', current_date, 'UTC', '{}', now() - interval '1 minute');
    INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent)
      SELECT id, 'UserNotificationsLetter', 'email', now(), current_date, false FROM patron.users WHERE id < 3`);
  expect((await run("runs", "1")).stdout).toContain("Letters that wait to be sent: 2.");
  expect((await run("withhold", "1", "--json")).json()).toEqual({ id: 1, status: "withheld" });
  expect((await run("runs", "1")).stdout).not.toContain("Letters that wait");
  const { rows } = await home.pool.query(
    "SELECT actor, subject, after FROM console.audit WHERE action = 'run.withholdLetters'",
  );
  expect(rows).toEqual([{ actor: "operator", subject: "run 1", after: { letters: 2 } }]);
  expect(error(await run("withhold", "1", "--json"))).toBe(
    "No letter of this run waits to be sent.",
  );
});
