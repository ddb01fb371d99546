import type { Database } from "#db/client.ts";
import type { TestDatabase } from "../../test/database.ts";
import { databaseForEach } from "../../test/database-for-each.ts";
import { holdUsers } from "../../test/holds.ts";
import { makeLibrary } from "../../test/library.ts";
import { requestRun } from "../engine/propose.ts";
import { startRun, type RunRequest } from "../engine/start.ts";
import { workRun } from "../engine/work-run.ts";
import type { UpdateAsked } from "./frozen.ts";
import { previewUpdate } from "./preview.ts";

export type Changes = UpdateAsked["changes"];

/** Set 1 has the first `members` of so many users, set 2 is logical: the active ones. */
export function freshMembers(users = 6, members = 4) {
  const { home, db } = databaseForEach(async (of) => {
    await makeLibrary(of.pool, users);
    await makeSets(of, members);
  });

  const rows = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await home().pool.query<Row>(text, values)).rows;
  const value = async (text: string) => Object.values((await rows(text))[0] ?? {})[0] as unknown;
  const start = (changes: Changes, more: Partial<RunRequest> = {}, set = 1) =>
    db().transaction("lethe_web", (tx) =>
      startRun(tx, {
        job: "update-users",
        submittedVia: "screen",
        staffId: "anna",
        options: { set, changes },
        ...more,
      }),
    );
  const work = async (id: number) => {
    await workRun(db(), id);
    return ended(rows, id);
  };
  return {
    pool: () => home().pool,
    url: () => home().url,
    db,
    rows,
    value,
    start,
    work,
    propose: (changes: Changes) => proposeTo(db(), changes),
    run: async (changes: Changes, more: Partial<RunRequest> = {}, set = 1) =>
      work((await start(changes, more, set)).id),
    preview: (changes: Changes, set = 1, staffId: string | null = "anna") =>
      db().transaction("lethe_web", (tx) =>
        previewUpdate(tx, { options: { set, changes }, staffId }),
      ),
    hold: (...held: number[]) => holdUsers(home().pool, ...held),
    events: async (id: number) =>
      (
        await rows<{ message: string }>(
          `SELECT message FROM console.job_events WHERE run_id = ${id} ORDER BY id`,
        )
      ).map(({ message }) => message),
    /** What stands in a column of the users, by internal ID. */
    column: async (name: string) =>
      (
        await rows<{ value: string | null }>(
          `SELECT ${name}::text AS value FROM patron.users ORDER BY id`,
        )
      ).map(({ value }) => value),
  };
}

/** Asked for in a library where a second person has to let it start. */
async function proposeTo(db: Database, changes: Changes): Promise<number> {
  const asked = await db.transaction("lethe_web", (tx) =>
    requestRun(tx, {
      job: "update-users",
      submittedVia: "screen",
      staffId: "anna",
      options: { set: 1, changes },
      confirm: 4,
    }),
  );
  if (!("proposalId" in asked)) throw new Error("it was started at once");
  return asked.proposalId;
}

type Rows = <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;

/** How a run ended, and its counts: `purgeDate` under its own name, of what has a label. */
async function ended(rows: Rows, id: number) {
  const counters = await rows<{ measure: string; label: string; count: number }>(
    "SELECT measure, label, sum(count)::int AS count FROM console.job_counters WHERE run_id = $1 GROUP BY 1, 2 ORDER BY 1, 2",
    [id],
  );
  const [run] = await rows<{ status: string; verdict: string | null; problem: string | null }>(
    "SELECT status, verdict, problem FROM console.job_runs WHERE id = $1",
    [id],
  );
  return {
    id,
    ...run,
    counts: Object.fromEntries(
      counters.map(({ measure, label, count }) => [label || measure, count]),
    ),
  };
}

async function makeSets({ pool }: TestDatabase, members: number): Promise<void> {
  await pool.query(
    `INSERT INTO console.staff (id, name, email) VALUES ('anna', 'Anna', 'anna@example.org'), ('ben', 'Ben', 'ben@example.org');
       INSERT INTO patron.sets (name, private, kind, owner_id) VALUES ('Leavers', false, 'itemized', 'anna');
       INSERT INTO patron.sets (name, private, kind, query, owner_id) VALUES ('Active', false, 'logical',
         '{"version": 1, "match": "all", "conditions": [{"field": "status", "operator": "in", "value": ["active"]}]}', 'anna');
       INSERT INTO patron.set_members SELECT 1, id FROM patron.users WHERE id <= ${members};
       INSERT INTO patron.user_emails (user_id, email) SELECT id, 'u' || id || '@example.org' FROM patron.users WHERE id < 4`,
  );
}
