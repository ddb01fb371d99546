import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { insertLetters, setPeriods, type LetterFacts } from "../../test/letters.ts";
import { makeLibrary } from "../../test/library.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { startRun } from "../engine/start.ts";
import { workRun } from "../engine/work-run.ts";

let home: TestDatabase;
let db: Database;
beforeEach(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 3);
});
afterEach(async () => {
  await db.end();
  await home.drop();
});

const asOf = "2026-10-20";
const receipt = "FulLoanReceiptLetter";
const overdue = "FulUserOverdueNoticeLetter";

const letter = (createdOn: string, more: Partial<LetterFacts> = {}): LetterFacts => ({
  userId: 1,
  letterCode: receipt,
  createdOn,
  ...more,
});

async function purge() {
  const { id } = await db.transaction("lethe_web", (tx) =>
    startRun(tx, { job: "letters-purge", submittedVia: "commandLine", asOf }),
  );
  await workRun(db, id);
  const { rows } = await home.pool.query<{ status: string }>(
    "SELECT status FROM console.job_runs WHERE id = $1",
    [id],
  );
  return { id, status: rows[0]?.status };
}

const rows = async <Row extends object>(text: string) => (await home.pool.query<Row>(text)).rows;
const left = async () =>
  (
    await rows<{ day: string }>(
      "SELECT created_on::text AS day FROM patron.letters ORDER BY created_on, id",
    )
  ).map(({ day }) => day);

describe("the days of a type", () => {
  test("x", async () => {
    await setPeriods(home.pool, { [receipt]: 30 });
    await insertLetters(home.pool, [
      letter("2026-09-20"),
      letter("2026-09-19"),
      letter("2026-08-19"),
      letter("2026-08-19", { letterCode: overdue }),
      letter("2026-07-19"),
    ]);
    const { status } = await purge();
    console.log(
      await rows("SELECT * FROM console.job_events"),
      await rows("SELECT * FROM console.job_counters"),
      await rows("SELECT * FROM console.job_bulks"),
    );
    expect(status).toBe("completed");
    expect(await left()).toEqual(["2026-08-19", "2026-09-20"]);
  });
});
