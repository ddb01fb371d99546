import type pg from "pg";
import type { Family } from "#lib/families.ts";
import type { TestDatabase } from "../../test/database.ts";
import { databaseForEach } from "../../test/database-for-each.ts";
import { holdUsers } from "../../test/holds.ts";
import { insertLetters } from "../../test/letters.ts";
import { makeLibrary } from "../../test/library.ts";
import { insertRecords } from "../../test/records.ts";
import { startRun, type RunRequest } from "../engine/start.ts";
import { workRun } from "../engine/work-run.ts";
import type { DeletePolicy } from "./fate.ts";
import type { PurgeAsked } from "./frozen.ts";
import { previewPurge } from "./preview.ts";

/** The cut-off day of every run here; everybody's purge date lies before it. */
export const cutOff = "2026-10-20";
export const everyone = { recordType: "public" } as const;

interface Fact {
  id: number;
  userId: number;
  finished?: boolean;
  loan?: "open" | "closed";
  note?: boolean;
}

/** A library of so many users, all past their purge date, for each test of the file that calls this. */
export function freshUsers(users = 5) {
  const { home, db } = databaseForEach(async ({ pool }) => {
    await makeLibrary(pool, users);
    await pool.query("UPDATE patron.users SET purge_date = '2026-10-01'");
  });

  const rows = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await home().pool.query<Row>(text, values)).rows;
  const value = async (text: string) => Object.values((await rows(text))[0] ?? {})[0] as unknown;
  const start = (options: PurgeAsked, more: Partial<RunRequest> = {}) =>
    db().transaction("lethe_web", (tx) =>
      startRun(tx, { job: "purge-users", submittedVia: "screen", asOf: cutOff, options, ...more }),
    );
  const work = async (id: number) => {
    await workRun(db(), id);
    const counters = await rows<{ measure: string; label: string; count: number }>(
      "SELECT measure, label, sum(count)::int AS count FROM console.job_counters WHERE run_id = $1 GROUP BY 1, 2 ORDER BY 1, 2",
      [id],
    );
    const counted = (measure: string) =>
      Object.fromEntries(
        counters.filter((one) => one.measure === measure).map(({ label, count }) => [label, count]),
      );
    const status = String(await value(`SELECT status FROM console.job_runs WHERE id = ${id}`));
    return { id, status, counted };
  };
  return {
    pool: () => home().pool,
    db,
    url: () => home().url,
    rows,
    value,
    start,
    work,
    purge: async (options: PurgeAsked = everyone, more: Partial<RunRequest> = {}) =>
      work((await start(options, more)).id),
    preview: (options: PurgeAsked = everyone, staffId: string | null = null) =>
      db().transaction("lethe_web", (tx) => previewPurge(tx, { options, staffId, asOf: cutOff })),
    policy: (policy: DeletePolicy) =>
      home().pool.query("UPDATE console.institution SET delete_user_policy = $1", [policy]),
    hold: (...held: number[]) => holdUsers(home().pool, ...held),
    add: (family: Family, ...facts: Fact[]) => addRecords(home(), family, facts),
    letters: (...letters: Parameters<typeof insertLetters>[1]) =>
      insertLetters(home().pool, letters),
    /** Who is left, by internal ID. */
    living: async () =>
      (
        await rows<{ id: string }>(
          "SELECT id FROM patron.users WHERE status <> 'deleted' ORDER BY id",
        )
      ).map(({ id }) => Number(id)),
  };
}

/** Records of users, ended on 1 September where they are finished. */
const addRecords = (home: TestDatabase, family: Family, facts: Fact[]) =>
  inTransaction(home, (client) =>
    insertRecords(
      client,
      family,
      facts.map(({ id, userId, finished = false, note = false }) => ({
        id,
        userId,
        startedAt: "2026-08-01T10:00:00Z",
        finished,
        endedAt: finished ? "2026-09-01T10:00:00Z" : null,
        library: "MAIN",
        location: null,
        userGroup: "STUDENT",
        categories: [],
        expiry: null,
        fee: null,
        requestType: "hold",
        note,
        linked: true,
      })),
    ),
  );

async function inTransaction(
  { pool }: TestDatabase,
  work: (client: pg.PoolClient) => Promise<void>,
) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await work(client);
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}
