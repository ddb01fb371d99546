import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import pg from "pg";
import type { TestDatabase } from "../../test/database.ts";
import { anonymizeAfter, makeManyLoans } from "../../test/many-loans.ts";
import { ownServer, type OwnServer } from "../../test/own-server.ts";

interface Stages {
  erased: boolean;
  recycled: boolean;
  unseen: string | null;
  waits: string | null;
}
export const allGone: Stages = { erased: true, recycled: true, unseen: null, waits: null };

/** A library with loans for each test of the file that calls this, on a server of the file's own. */
export function freshErasures() {
  let server: OwnServer;
  let home: TestDatabase;
  beforeAll(async () => {
    server = await ownServer({ wal_level: "logical", max_prepared_transactions: "2" });
  });
  afterAll(() => server.end());
  beforeEach(async () => {
    home = await server.database();
    await makeManyLoans(home.pool, 300);
    await anonymizeAfter(home.pool, 60);
  });
  afterEach(() => home.drop());

  return {
    url: () => home.url,
    pool: () => home.pool,
    /** A run that has cut links, without the job: what is owed is the same. */
    async endRun(job = "anonymization"): Promise<number> {
      const { rows } = await home.pool.query<{ id: number }>(
        `INSERT INTO console.job_runs (job, status, submitted_via, cut_off, time_zone, frozen)
         VALUES ($1, 'running', 'screen', current_date, 'UTC', '{}') RETURNING id::int`,
        [job],
      );
      await home.pool.query("DELETE FROM patron.loan_links WHERE loan_id % 3 = 0");
      await home.pool.query(
        "UPDATE console.job_runs SET removed = 100, status = 'completed', ended_at = clock_timestamp() WHERE ended_at IS NULL",
      );
      return rows[0]?.id ?? 0;
    },
    async erasure(run: number): Promise<Stages | undefined> {
      const { rows } = await home.pool.query<Stages>(
        `SELECT erased_at IS NOT NULL AS erased, logs_recycled_at IS NOT NULL AS recycled, logs_unseen AS unseen, waits
         FROM console.run_erasures WHERE run_id = $1`,
        [run],
      );
      return rows[0];
    },
    /** Somebody else's. */
    async session(): Promise<pg.Client> {
      const client = new pg.Client(home.url);
      client.on("error", () => {});
      await client.connect();
      return client;
    },
  };
}
