import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeManyLoans } from "../../test/many-loans.ts";
import { prepareRun } from "./prepare.ts";
import { startRun } from "./start.ts";
import { workRun } from "./work-run.ts";

let home: TestDatabase;
let db: Database;
beforeEach(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeManyLoans(home.pool, 10);
});
afterEach(async () => {
  await db.end();
  await home.drop();
});

test("a run whose worker died after the last batch is ended by the next", async () => {
  const { id } = await db.transaction("lethe_web", (tx) =>
    startRun(tx, { job: "anonymization", submittedVia: "screen" }),
  );
  await db.transaction("lethe_worker", (tx) => prepareRun(tx, id));
  await home.pool.query("UPDATE console.job_runs SET status = 'interrupted'");
  await workRun(db, id);
  const { rows } = await home.pool.query("SELECT status FROM console.job_runs");
  expect(rows).toEqual([{ status: "completedWithNoRecords" }]);
});
