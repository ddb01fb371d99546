import type { Plant } from "./plant.ts";

/** What stands around batches: who begins, tries again, leaves, tells and erases. */
export const plantsOutsideBatches: Plant[] = [
  {
    name: "a mail whose fate is not known is sent again",
    scenario: "F16",
    longOnly: true,
    size: { loans: 1_000, batch: 60, times: 4 },
    edits: [
      {
        module: "db/queries/outbox.ts",
        from: "OR problem IS NOT NULL AND attempts < ${mailAttempts}",
        to: "OR sent_at IS NULL AND attempts < ${mailAttempts}",
      },
      {
        module: "db/queries/outbox.ts",
        from: "interval '1 minute' * 4 ^ (attempts - 1)",
        to: "interval '1 second'",
      },
    ],
    breaks: { own: /mails were sent again/ },
  },
  {
    name: "erased is said before the rewrite",
    scenario: "F17",
    size: { loans: 2_000, batch: 200, times: 1 },
    edits: [
      {
        module: "db/maintenance/maintain.ts",
        from: "  const rewritten: string[] = [];",
        to: '  const rewritten: string[] = [];\n  await client.query("UPDATE console.run_erasures SET erased_at = now(), erased_lsn = pg_current_wal_insert_lsn() WHERE erased_at IS NULL");',
      },
    ],
    breaks: { own: /count as erased and are in a file/ },
  },
  {
    name: "nobody asks who can still look back",
    scenario: "F17",
    longOnly: true,
    size: { loans: 2_000, batch: 200, times: 1 },
    edits: [
      {
        module: "db/maintenance/horizon.ts",
        from: "SELECT least(pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint - oldest.age)::float8 AS xid",
        to: "SELECT pg_snapshot_xmax(s)::text::float8 + 1 AS xid",
      },
    ],
    breaks: { own: /under an older snapshot/ },
  },
  {
    name: "nobody remembers what came of a request",
    scenario: "F9",
    longOnly: true,
    size: { loans: 1_000, batch: 500, times: 2 },
    edits: [
      {
        module: "app/api/job-runs/route.ts",
        from: "if (request) await rememberRunRequest(tx, request, started);",
        to: "",
      },
    ],
    breaks: { own: /repeats were told of their run/ },
  },
  {
    name: "what left keeps what it holds",
    scenario: "F20",
    longOnly: true,
    size: { loans: 2_000, batch: 25, times: 2 },
    edits: [
      {
        module: "jobs/engine/bulk.ts",
        from: `await asWorker((tx) => release(tx, bulk));\n      return "left";`,
        to: `return "left";`,
      },
    ],
    breaks: { own: /a worker that left kept/ },
  },
  {
    name: "a deadlock ends the run",
    scenario: "F6",
    longOnly: true,
    size: { loans: 20_000, batch: 20, times: 20 },
    edits: [{ module: "jobs/engine/retrying.ts", from: `["40P01", "40001"]`, to: `["40001"]` }],
    breaks: { IF8: /failed.*40P01/ },
  },
  {
    name: "a lost connection ends the run",
    scenario: "F4",
    longOnly: true,
    size: { loans: 8_000, batch: 25, times: 5 },
    edits: [
      {
        module: "jobs/engine/retrying.ts",
        from: "isAway(code) || isHeld(code)",
        to: "isHeld(code)",
      },
    ],
    breaks: { IF8: /failed.*\((57P|08|E)/ },
  },
  {
    name: "a due time is taken in a transaction of its own",
    scenario: "F8",
    longOnly: true,
    size: { loans: 1_000, batch: 500, times: 3 },
    edits: [
      {
        module: "jobs/engine/tend.ts",
        from: "await takeDue(tx, job, stopped)",
        to: 'await db.transaction("lethe_worker", (apart) => takeDue(apart, job, stopped))',
      },
      {
        module: "jobs/engine/tend.ts",
        from: "(tx) => startIfDue(tx, job)",
        to: "(tx) => startIfDue(tx, job, db)",
      },
      {
        module: "jobs/engine/tend.ts",
        from: "async function startIfDue(tx: Tx, job: JobName)",
        to: "async function startIfDue(tx: Tx, job: JobName, db: Database)",
      },
    ],
    breaks: { own: /nothing was started/ },
  },
  {
    name: "pressure is looked at, and nobody asks what was seen",
    scenario: "F12",
    longOnly: true,
    size: { loans: 4_000, batch: 10, times: 1 },
    edits: [
      {
        module: "jobs/engine/pressure.ts",
        from: "await work({ factor: () => factor })",
        to: "await work({ factor: () => null })",
      },
    ],
    breaks: { own: /the run ended beside|did not wait/ },
  },
  {
    name: "a run's rows are read into the worker",
    scenario: "F14",
    longOnly: true,
    size: { loans: 200_000, batch: 0, times: 1 },
    edits: [
      {
        module: "jobs/anonymize/job.ts",
        from: "    const bulks = [];\n",
        to: "    const bulks = [];\n    await tx.execute(sql`SELECT * FROM patron.loan_links`);\n",
      },
    ],
    breaks: { own: /the worker/ },
  },
  {
    name: "a full disk is told as any other failure",
    scenario: "F5",
    longOnly: true,
    size: { loans: 4_000, batch: 20, times: 1 },
    edits: [
      {
        module: "jobs/engine/fail.ts",
        from: "const code = sqlState(error);",
        to: 'const code = "";',
      },
    ],
    breaks: { own: /a run failed otherwise/ },
  },
  {
    name: "an update decides on users whom it does not hold",
    scenario: "F15",
    longOnly: true,
    size: { loans: 4_000, batch: 40, times: 1 },
    edits: [
      {
        module: "jobs/update-users/batch.ts",
        from: "ORDER BY id FOR NO KEY UPDATE",
        to: "ORDER BY id",
      },
      // So that the two meet.
      {
        module: "jobs/purge-users/batch.ts",
        from: "  return { reached, visited: locked.length,",
        to: "  await tx.execute(sql`SELECT pg_sleep(1)`);\n  return { reached, visited: locked.length,",
      },
    ],
    breaks: { IF2: /purged by half/ },
  },
];
