import type pg from "pg";
import { queueSchema } from "../queue.ts";
import { migrationState } from "./migrations.ts";
import { ask, diagnoseServer } from "./server-diagnosis.ts";

/** After this much silence a worker counts as gone; this long after its time a schedule counts as missed. */
const workerSilenceSeconds = 120;
const scheduleGraceMinutes = 15;

const groupRoles = ["lethe_owner", "lethe_web", "lethe_worker", "lethe_import", "lethe_statistics"];

/** What is wrong with a database and its server, in sentences. Asked as the login itself. */
export async function diagnose(client: pg.ClientBase): Promise<string[]> {
  const server = await diagnoseServer(client);
  const migrations = await migrationProblem(client);
  if (migrations) return [...server, migrations];
  return [
    ...server,
    ...(await separation(client)),
    ...(await sight(client)),
    ...(await timeZone(client)),
    ...(await plannerStatistics(client)),
    ...(await workers(client)),
    ...(await erasures(client)),
  ];
}

async function migrationProblem(client: pg.ClientBase): Promise<string | undefined> {
  const { state, missing } = await migrationState(client);
  if (state === "none") return "The database holds no Lethe yet: run migrate.";
  if (state === "behind")
    return `The database is older than this version of Lethe: run migrate (${missing.join(", ")}).`;
  if (state === "newer")
    return "The database was migrated by a newer version of Lethe: update Lethe.";
  return undefined;
}

/** Runs wait for replicas that lag and for transactions of other programs, as far as these can be seen. */
async function sight(client: pg.ClientBase): Promise<string[]> {
  const [owner] = await ask<{ sees: boolean }>(
    client,
    "SELECT pg_has_role('lethe_owner', 'pg_monitor', 'MEMBER') AS sees FROM pg_roles WHERE rolname = 'lethe_owner'",
  );
  if (owner?.sees ?? true) return [];
  return [
    "Runs cannot see replicas that lag or transactions of other programs, and do not wait for them: GRANT pg_monitor TO lethe_owner.",
  ];
}

/** That no role can do what it must not is a right; without the roles, it is only good manners. */
async function separation(client: pg.ClientBase): Promise<string[]> {
  // The roles are the cluster's: another database's Lethe may have made them.
  const roles = await ask<{ role: string; isUsed: boolean; usable: boolean | null }>(
    client,
    `SELECT role, r.oid IS NOT NULL
         AND (role <> 'lethe_web' OR has_schema_privilege(r.oid, 'console', 'USAGE')) AS "isUsed",
       pg_has_role(current_user, r.oid, 'SET') AS usable
     FROM unnest($1::text[]) AS role LEFT JOIN pg_roles r ON r.rolname = role`,
    [groupRoles],
  );
  if (roles.some(({ isUsed }) => !isUsed)) {
    return [
      "The separation of database roles is off (migrate --single-role): every process may read and write everything.",
    ];
  }
  const unusable = roles.filter(({ usable }) => !usable).map(({ role }) => role);
  if (unusable.length > 0) {
    return [
      `This login may not act as ${unusable.join(", ")}: grant it these roles, or run migrate as one who may.`,
    ];
  }
  const excessive = await ask<{ role: string; what: string }>(
    client,
    `SELECT 'lethe_statistics' AS role, 'read patrons' AS what
       WHERE has_schema_privilege('lethe_statistics', 'patron', 'USAGE')
     UNION ALL
     SELECT role, 'link a record to a patron' FROM unnest(ARRAY['lethe_web', 'lethe_worker', 'lethe_import']) AS role
       WHERE has_any_column_privilege(role, 'patron.loan_links', 'INSERT')
         OR has_column_privilege(role, 'patron.loan_links', 'user_id', 'UPDATE')
     UNION ALL
     SELECT role, 'make things among patrons'' own' FROM unnest(ARRAY['lethe_web', 'lethe_worker', 'lethe_import']) AS role
       WHERE has_schema_privilege(role, 'patron', 'CREATE')
     UNION ALL
     SELECT 'lethe_worker', 'write records' WHERE has_any_column_privilege('lethe_worker', 'record.loans', 'INSERT')
       OR has_any_column_privilege('lethe_worker', 'record.loans', 'UPDATE')`,
  );
  return excessive.map(
    ({ role, what }) => `The role ${role} may ${what}, which it must not: run migrate.`,
  );
}

async function timeZone(client: pg.ClientBase): Promise<string[]> {
  const unknown = await ask<{ zone: string }>(
    client,
    `SELECT time_zone AS zone FROM console.institution
     WHERE NOT EXISTS (SELECT FROM pg_timezone_names WHERE name = time_zone)`,
  );
  return unknown.map(
    ({ zone }) => `The database does not know the time zone ${zone}: set another on Institution.`,
  );
}

/** ANALYZE copies values into pg_stats, where they outlive what was anonymized. */
async function plannerStatistics(client: pg.ClientBase): Promise<string[]> {
  const kept = await ask<{ column: string }>(
    client,
    `SELECT DISTINCT format('%s.%s', s.tablename, s.attname) AS column
     FROM (SELECT *, regexp_replace(tablename, '^letters_[0-9]{4}_[0-9]{2}$', 'letters') AS parent FROM pg_stats) s
     JOIN pg_class c ON c.relname = s.tablename AND c.relnamespace = 'patron'::regnamespace
     LEFT JOIN pg_index i ON i.indexrelid = c.oid
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname
     WHERE s.schemaname = 'patron' AND (
       format('%s.%s', s.parent, s.attname) = ANY($1)
       OR i.indexprs IS NOT NULL AND a.atttypid = 'text'::regtype AND a.attstattarget IS DISTINCT FROM 0)
     ORDER BY 1`,
    [identifyingColumns],
  );
  return kept.length === 0
    ? []
    : [
        `The planner's statistics hold values that name patrons (${kept.map(({ column }) => column).join(", ")}): run migrate, then ANALYZE.`,
      ];
}

const identifyingColumns = [
  ...["primary_id", "first_name", "middle_name", "last_name", "title", "birth_date"].map(
    (name) => `users.${name}`,
  ),
  "user_identifiers.value",
  "user_addresses.address",
  "user_emails.email",
  "user_phones.phone",
  "user_notes.text",
  "user_blocks.note",
  ...["subject", "addresses", "body", "problem", "source_number"].map((name) => `letters.${name}`),
  ...["loan", "fee", "request", "borrowing"].flatMap((family) => [
    `${family}_links.source_number`,
    `${family}_notes.text`,
  ]),
];

/** What was removed stays in the database's files until a maintenance has rewritten them. */
async function erasures(client: pg.ClientBase): Promise<string[]> {
  const late = await ask<{ id: number; waits: string | null }>(
    client,
    `SELECT id::int, waits FROM console.run_erasures JOIN console.job_runs ON id = run_id
     WHERE erased_at IS NULL AND ended_at < now() - interval '1 day' ORDER BY id`,
  );
  return late.map(
    ({ id, waits }) =>
      `What run ${id} removed is still in the database's files after more than a day: ${waits === null ? "let cron run maintain" : `it waits for ${waits}`}.`,
  );
}

async function workers(client: pg.ClientBase): Promise<string[]> {
  const [seen] = await ask<{ silent: boolean; waiting: number; interrupted: number[] }>(
    client,
    `SELECT NOT EXISTS (SELECT FROM ${queueSchema}.queue
         WHERE monitor_on > now() - make_interval(secs => $1)) AS silent,
       (SELECT count(*)::int FROM console.job_runs WHERE status = 'queued') AS waiting,
       (SELECT coalesce(array_agg(id::int ORDER BY id), '{}') FROM console.job_runs WHERE status = 'interrupted') AS interrupted`,
    [workerSilenceSeconds],
  );
  const overdue = await ask<{ job: string; since: string }>(
    client,
    `SELECT job::text, to_char(next_run_at AT TIME ZONE time_zone, 'YYYY-MM-DD HH24:MI') AS since
     FROM console.schedules, console.institution
     WHERE active AND next_run_at < now() - make_interval(mins => $1)`,
    [scheduleGraceMinutes],
  );
  const waiting = seen?.waiting
    ? `, and ${seen.waiting === 1 ? "a run waits" : `${seen.waiting} runs wait`} for one`
    : "";
  return [
    ...(seen?.silent
      ? [`No worker is at work${waiting}: npm start or npm run worker starts one.`]
      : []),
    ...(seen?.interrupted ?? []).map(
      (id) => `Run ${id} was interrupted: its worker is gone, and no other has taken it over.`,
    ),
    ...overdue.map(({ job, since }) => `The schedule of ${job} is overdue since ${since}.`),
  ];
}
