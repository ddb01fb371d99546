import type pg from "pg";
import { openDatabase } from "#db/client.ts";
import { verifyAudit } from "#db/queries/audit.ts";
import { boxes, canaries, firstUser } from "./library.ts";
import { statistics } from "./witness.ts";

/** What must hold after every run, whatever died meanwhile. Each answers with what is wrong, or with nothing. */
export type Invariant =
  "IF1" | "IF2" | "IF3" | "IF4" | "IF5" | "IF6" | "IF7" | "IF8" | "report" | "own" | "struck";
export interface Violation {
  invariant: Invariant;
  what: string;
}
type Check = (pool: pg.Pool, runId: number) => Promise<string[]>;

const count = async (pool: pg.Pool, text: string, values: unknown[] = []): Promise<number> =>
  Number((await pool.query<{ n: string }>(text, values)).rows[0]?.n ?? 0);
const unless = (n: number, what: string) => (n === 0 ? [] : [`${n} ${what}`]);

/** IF1: no statistic has moved. */
const statisticsStand: Check = async (pool) => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT now.name FROM (${statistics}) AS now (name, digest) JOIN faults.statistics was USING (name) WHERE was.digest IS DISTINCT FROM now.digest`,
  );
  return rows.map(({ name }) => `the statistics of ${name} have changed`);
};

/** IF2: only what the rules let go has gone; nothing active or owed has lost its patron. Holds at any instant. */
export const noOverReach: Check = async (pool) => [
  ...unless(
    await count(pool, "SELECT count(*) AS n FROM faults.cuts WHERE NOT lawful"),
    "links went that no rule let go",
  ),
  ...unless(
    await count(pool, "SELECT count(*) AS n FROM faults.notes_gone WHERE NOT lawful"),
    "notes went that no rule let go",
  ),
  ...unless(
    await count(
      pool,
      `SELECT count(*) AS n FROM patron.fee_links f JOIN record.fees r ON r.id = f.fee_id
       WHERE NOT f.finished AND r.balance <> 0 AND f.loan_id IS NOT NULL
         AND NOT EXISTS (SELECT FROM patron.loan_links l WHERE l.loan_id = f.loan_id)`,
    ),
    "loans with an open fee have no patron",
  ),
  ...unless(
    await count(
      pool,
      `SELECT count(*) AS n FROM record.loans r WHERE r.ended_on IS NULL AND NOT EXISTS (SELECT FROM patron.loan_links l WHERE l.loan_id = r.id)`,
    ),
    "active loans have no patron",
  ),
];

/** IF3: of what was to go and circulation left alone, nothing is left, in no column. */
const nothingLeft: Check = async (pool, runId) => {
  const left = (family: string, table: string, key: string) =>
    count(
      pool,
      `SELECT count(*) AS n FROM patron.${table}_links l WHERE faults.${table}_goes(l)
         AND NOT EXISTS (SELECT FROM faults.touched t WHERE t.family = '${family}' AND t.key = l.${key})`,
    );
  return [
    ...unless(await left("loans", "loan", "loan_id"), "loans that were to go have their patron"),
    ...unless(await left("fees", "fee", "fee_id"), "fees that were to go have their patron"),
    ...unless(
      await left("requests", "request", "request_id"),
      "requests that were to go have theirs",
    ),
    ...unless(
      await count(
        pool,
        `SELECT count(*) AS n FROM patron.borrowing_links l JOIN patron.borrowing_notes USING (borrowing_request_id)
         WHERE faults.borrowing_goes(l) AND text IS NOT NULL`,
      ),
      "notes on borrowing requests that were to go are there",
    ),
    ...(await danglingNames(pool, runId)),
  ];
};

/** Part of IF3, and true at any instant: what is cut is named by nothing. */
export const danglingNames: Check = async (pool) => [
  ...unless(
    await count(
      pool,
      "SELECT count(*) AS n FROM patron.fee_links f JOIN faults.cuts c ON c.family = 'loans' AND c.key = f.loan_id",
    ),
    "fees still name a loan that was cut",
  ),
  ...unless(
    await count(
      pool,
      `SELECT (SELECT count(*) FROM patron.loan_notes n JOIN faults.cuts c ON c.family = 'loans' AND c.key = n.loan_id)
        + (SELECT count(*) FROM patron.request_notes n JOIN faults.cuts c ON c.family = 'requests' AND c.key = n.request_id) AS n`,
    ),
    "notes are left on what was cut",
  ),
];

/** IF4: counted once is what was done once, and every row looked at has one fate. */
export const countersTell: Check = async (pool, runId) => {
  const { rows } = await pool.query<Record<string, string>>(
    `SELECT f.part, coalesce(c.records, 0) AS records, coalesce(c.notes, 0) AS notes, coalesce(c.fates, 0) AS fates,
       coalesce(v.visited, 0) AS visited, coalesce(g.cuts, 0) AS cuts, coalesce(g.twice, 0) AS twice, coalesce(n.gone, 0) AS gone
     FROM unnest($2::text[]) AS f (part)
     LEFT JOIN (SELECT part, sum(count) FILTER (WHERE measure = 'records') AS records, sum(count) FILTER (WHERE measure = 'notes') AS notes,
         sum(count) FILTER (WHERE measure IN ('records', 'heldBack', 'setAside')) AS fates
       FROM console.job_counters WHERE run_id = $1 GROUP BY 1) c USING (part)
     LEFT JOIN (SELECT part, sum(visited) AS visited FROM console.job_bulks WHERE run_id = $1 GROUP BY 1) v USING (part)
     LEFT JOIN (SELECT family AS part, count(*) AS cuts, count(*) - count(DISTINCT key) AS twice FROM faults.cuts GROUP BY 1) g USING (part)
     LEFT JOIN (SELECT family AS part, count(*) AS gone FROM faults.notes_gone GROUP BY 1) n USING (part)`,
    [runId, Object.keys(boxes)],
  );
  return rows.flatMap(({ part, records, notes, fates, visited, cuts, twice, gone }) => {
    const takesRecords = boxes[part as keyof typeof boxes].records;
    return [
      ...(records === cuts ? [] : [`${part}: ${records} links counted, ${cuts} cut`]),
      ...(notes === gone ? [] : [`${part}: ${notes} notes counted, ${gone} gone`]),
      ...(twice === "0" ? [] : [`${part}: ${twice} links cut twice`]),
      ...(!takesRecords || fates === visited ? [] : [`${part}: ${visited} visited, ${fates} told`]),
    ];
  });
};

/** IF5: what was cut stays cut, and no link changes its patron. */
const oneWay: Check = async (pool) =>
  unless(await count(pool, "SELECT count(*) AS n FROM faults.relinked"), "links were made anew");

/** IF6: every name of another row leads to one, and the run leaves no table behind. */
const noOrphans: Check = async (pool, runId) => [
  ...unless(
    await count(
      pool,
      `SELECT count(*) AS n FROM faults.cuts c LEFT JOIN (
         SELECT id FROM record.loans UNION ALL SELECT id FROM record.fees UNION ALL SELECT id FROM record.requests) r
       ON r.id = c.key WHERE r.id IS NULL`,
    ),
    "cut links have lost their record",
  ),
  ...unless(
    await count(
      pool,
      // What the audit had said before this law came stays as it is.
      "SELECT count(*) AS n FROM pg_constraint WHERE NOT convalidated AND conname <> 'audit_names_no_user'",
    ),
    "constraints are not validated",
  ),
  ...unless(
    await count(
      pool,
      `SELECT count(*) AS n FROM pg_tables t JOIN console.job_runs r ON r.id = $1::bigint AND r.ended_at IS NOT NULL
       WHERE t.schemaname = 'work' AND t.tablename LIKE 'run\\_' || $1::text || '\\_%'`,
      [runId],
    ),
    "tables of the run are left",
  ),
];

/** IF7: the audit's chain is whole, and the run's log has its beginning and its end. */
const auditVerifies: Check = async (pool, runId) => {
  const db = openDatabase((pool.options as { connectionString: string }).connectionString);
  try {
    const { brokenAt: broken } = await db.transaction("lethe_web", (tx) => verifyAudit(tx));
    const ends = await count(
      pool,
      `SELECT count(*) AS n FROM console.job_runs r WHERE r.id = $1 AND (r.started_at IS NULL OR r.ended_at IS NULL
         OR (SELECT count(*) FROM console.job_events e WHERE e.run_id = r.id) < 3)`,
      [runId],
    );
    return [
      ...(broken === null ? [] : [`the audit's chain breaks at ${broken}`]),
      ...unless(ends, "runs without a beginning or an end in the log"),
    ];
  } finally {
    await db.end();
  }
};

/** IF8: the run ended by itself, and well. */
export const endedWell =
  (wanted: string): Check =>
  async (pool, runId) => {
    const { rows } = await pool.query<{ status: string; problem: string | null }>(
      "SELECT status, problem FROM console.job_runs WHERE id = $1",
      [runId],
    );
    const [run] = rows;
    return run?.status === wanted
      ? []
      : [`the run is ${run?.status}, not ${wanted}${run?.problem ? `: ${run.problem}` : ""}`];
  };

/** The bulks of a run about users are ranges of their internal IDs. */
const notAboutUsers = `AND run_id NOT IN (SELECT id FROM console.job_runs WHERE job IN (''purge-users'', ''update-users''))`;

/** No patron in what a run leaves to be read: its report, its log, the audit, the queue. */
const noPatronTold: Check = async (pool) => {
  const marks = `${canaries.join("|")}|\\m${String(firstUser).slice(0, 5)}\\d{5}\\M`;
  const { rows } = await pool.query<{ place: string }>(
    `SELECT c.table_schema || '.' || c.table_name AS place,
       (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I t WHERE t::text ~ %L %s', c.table_schema, c.table_name, $1::text,
         CASE c.table_name WHEN 'job_bulks' THEN '${notAboutUsers}' END), false, true, '')))[1]::text AS n
     FROM information_schema.tables c WHERE c.table_schema IN ('console', 'queue') AND c.table_type = 'BASE TABLE'`,
    [marks],
  );
  return (rows as { place: string; n: string }[])
    .filter(({ n }) => n !== "0")
    .map(({ place }) => `${place} names a patron`);
};

export const checks: Record<Exclude<Invariant, "IF8" | "own" | "struck">, Check> = {
  IF1: statisticsStand,
  IF2: noOverReach,
  IF3: nothingLeft,
  IF4: countersTell,
  IF5: oneWay,
  IF6: noOrphans,
  IF7: auditVerifies,
  report: noPatronTold,
};
