import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../../test/database.ts";
import { anonymizeAfter, makeManyLoans } from "../../test/many-loans.ts";
import { ownServer, textsInFiles, type OwnServer } from "../../test/own-server.ts";
import { maintain } from "./maintain.ts";

/** As servers come: files of the log are kept and written over later. */
const settings = { wal_recycle: "on", min_wal_size: "80MB", max_wal_size: "96MB" };
const canaries = ["canary-7391044", "canary-7392205"];

let server: OwnServer;
let home: TestDatabase;
beforeAll(async () => {
  server = await ownServer(settings);
  home = await server.database();
  await makeManyLoans(home.pool, 100);
  await anonymizeAfter(home.pool, 60);
});
afterAll(() => server.end());

const inLog = () => textsInFiles(path.join(server.files, "pg_wal"), canaries);
const recycled = async () =>
  (
    await home.pool.query<{ at: string | null; waits: string | null }>(
      "SELECT logs_recycled_at AS at, waits FROM console.run_erasures",
    )
  ).rows[0]!;
/** Fills a file of the log, as a busy library does. */
async function fillFile() {
  await home.pool.query("SELECT pg_logical_emit_message(false, 'lethe', 'busy')");
  await home.pool.query("SELECT pg_switch_wal()");
}

test("of a server that writes its log over old files, logs count as recycled when no file holds old bytes, and not before", async () => {
  for (const [n, canary] of canaries.entries()) {
    await home.pool.query("UPDATE patron.loan_links SET source_number = $1 WHERE loan_id = $2", [
      canary,
      n + 1,
    ]);
    await fillFile();
  }
  expect(inLog()).toEqual(canaries);
  await home.pool.query(
    `INSERT INTO console.job_runs (job, status, submitted_via, cut_off, time_zone, frozen)
       VALUES ('anonymization', 'running', 'screen', current_date, 'UTC', '{}');
     DELETE FROM patron.loan_links WHERE loan_id <= 2;
     UPDATE console.job_runs SET removed = 2, status = 'completed', ended_at = clock_timestamp()`,
  );
  expect(await maintain(home.url)).toMatchObject({ erased: 1, recycled: 0 });
  expect(inLog()).toEqual(canaries);
  expect(await recycled()).toMatchObject({
    at: null,
    waits: expect.stringMatching(/log/) as string,
  });

  let looks = 0;
  while ((await recycled()).at === null) {
    expect(looks).toBeLessThan(40);
    await fillFile();
    await maintain(home.url);
    looks += 1;
  }
  expect(looks).toBeGreaterThan(1);
  expect(inLog()).toEqual([]);
});
