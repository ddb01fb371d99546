import { afterAll, beforeEach, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { makeLibrary } from "../test/library.ts";
import { insertRecords } from "../test/records.ts";
import { lethe } from "./testing.ts";

let home: TestDatabase;
beforeEach(async () => {
  await home?.drop();
  home = await testDatabase();
  await makeLibrary(home.pool, 3);
  const client = await home.pool.connect();
  await client.query("BEGIN");
  for (const family of ["fees", "requests"] as const) {
    await insertRecords(client, family, [
      {
        id: 1,
        userId: 1,
        startedAt: "2026-08-01T10:00:00Z",
        finished: false,
        endedAt: null,
        library: "MAIN",
        location: null,
        userGroup: null,
        categories: [],
        expiry: null,
        fee: null,
        requestType: "hold",
        note: false,
        linked: true,
      },
    ]);
  }
  await client.query("COMMIT");
  client.release();
  await home.pool.query(
    `UPDATE patron.users SET purge_date = '2026-09-01' WHERE id < 3;
     UPDATE patron.users SET user_group_id = 1;
     INSERT INTO patron.sets (name, private, kind) VALUES ('Leavers', false, 'itemized');
     INSERT INTO patron.set_members VALUES (1, 1), (1, 3)`,
  );
});
afterAll(() => home.drop());

const run = (...args: string[]) => lethe(args, { env: { DATABASE_URL: home.url } });
const asOf = ["--as-of", "2026-10-19"];
const error = ({ json }: Awaited<ReturnType<typeof run>>) => (json() as { error: string }).error;

test("a preview counts and changes nothing; a run does exactly that, and prints it", async () => {
  const whom = ["--set", "leavers", "--waive-threshold", "5", ...asOf];
  const preview = await run("preview", "purge-users", ...whom, "--json");
  expect(preview.json()).toEqual({
    confirm: 1,
    settingsHash: expect.any(String) as unknown,
    cutOff: "2026-10-19",
    policy: "keepStatisticsAndRemovePrimaryId",
    users: {
      purged: 1,
      heldBack: [{ reason: "No purge date", users: 1 }],
      byUserGroup: [{ userGroup: "STUDENT", purged: 1, heldBack: 1 }],
    },
    fees: { waived: 1, amount: 5 },
    requests: { cancelled: 1, borrowingRequests: 0 },
    oldest: "2026-09-01",
    newest: "2026-09-01",
    limitOfOne: null,
    sample: [{ id: 1, patron: "N••• •••", userGroup: "STUDENT", purgeDate: "2026-09-01" }],
  });
  const { stdout } = await run("preview", "purge-users", ...whom);
  expect(stdout).toMatch(/ID 1 .*N••• •••/);
  expect(stdout).toContain("purge dates between 2026-09-01 and 2026-09-01");
  expect(stdout).not.toContain("Name 1");
  const ran = await run(
    "run",
    "purge-users",
    ...whom,
    ...["--wait", "--yes", "--confirm", "1", "--json"],
  );
  expect(ran.json()).toMatchObject({
    id: 1,
    job: "purge-users",
    status: "completed",
    users: { purged: 1, heldBack: [{ reason: "No purge date", users: 1 }] },
    fees: { waived: 1, amount: 5 },
    requests: { cancelled: 1 },
  });
  const { rows } = await home.pool.query(
    "SELECT id::int FROM patron.users WHERE status <> 'deleted' ORDER BY 1",
  );
  expect(rows).toEqual([{ id: 2 }, { id: 3 }]);
  const { rows: told } = await home.pool.query(
    "SELECT frozen::text || coalesce(problem, '') AS told FROM console.job_runs UNION ALL SELECT message FROM console.job_events UNION ALL SELECT data::text FROM queue.job",
  );
  expect(told.map(({ told }) => String(told)).join(" ")).not.toMatch(/leavers|Name 1|p1/i);
});

test("what makes no sense is wrong usage; what is not there is refused", async () => {
  const type = ["--record-type", "public"];
  const wrong = await Promise.all([
    run("run", "purge-users", "--yes", "--json"),
    run("preview", "purge-users", "--record-type", "student", "--json"),
    run("preview", "purge-users", ...type, "--set", "Leavers", "--json"),
    run("preview", "purge-users", ...type, "--waive-threshold", "1,50", "--json"),
    run("preview", "purge-users", ...type, "--waive-threshold", "five", "--json"),
    run("preview", "purge-users", ...type, "--days-after-purge-date=-1", "--json"),
    run("preview", "anonymization", ...type, "--json"),
  ]);
  expect(wrong.map(({ code }) => code)).toEqual(wrong.map(() => 2));
  const refused = await Promise.all([
    run("preview", "purge-users", "--set", "Nobody", "--json"),
    run("preview", "purge-users", ...type, "--user-group", "NONE", "--json"),
  ]);
  expect(refused.map(({ code }) => code)).toEqual([1, 1]);
  expect(refused.map(error)).toEqual([
    "There is no set of this name, or it is somebody's private set.",
    "There is no user group NONE.",
  ]);
});
