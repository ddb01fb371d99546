import type pg from "pg";
import type { Operation } from "#lib/server/operations.ts";
import { exampleId } from "./imports/schema.ts";
import { exampleQuery, exampleSet, exampleUpload } from "./sets/schema.ts";
import { call, closed, type Sent } from "./testing.ts";

/*
 * What the examples of the handlers speak of, put into the tables past every door: only a test may.
 */

type Scene = (pool: pg.Pool, one: Operation) => Promise<unknown>;

/** By the beginning of the path; the first that fits. */
const scenes: [string, Scene][] = [
  ["/api/imports/", setUpload],
  ["/api/sets", setSets],
  ["/api/run-proposals/", setProposal],
  ["/api/backups", setBackup],
  ["/api/kill-switches/", setSwitch],
  ["/api/legal-holds", setHold],
  ["/api/purge-jobs/", setPurgeJob],
  ["/api/users/", setPart],
  ["/api/job-runs/{id}", setRun],
  ["/api/outbox/", setRun],
];

/** The versions of a first day, and what the path names. */
export async function setScene(pool: pg.Pool, one: Operation): Promise<void> {
  await pool.query(`DELETE FROM console.job_runs; DELETE FROM console.kill_switches; DELETE FROM console.run_proposals;
    DELETE FROM console.job_subscriptions;
    UPDATE console.run_limits SET version = 1, approval_above = NULL;
    UPDATE console.anonymization_families SET version = 3;
    UPDATE console.institution SET version = 1; UPDATE console.schedules SET version = 1;
    UPDATE console.letter_types SET version = 1; UPDATE console.mail_settings SET version = 1`);
  await scenes.find(([beginning]) => one.path.startsWith(beginning))?.[1](pool, one);
}

/** Run 7, and mail 12 of it. */
async function setRun(pool: pg.Pool, { path }: Operation) {
  await pool.query(`INSERT INTO console.job_runs (id, job, submitted_via, cut_off, time_zone, frozen)
    OVERRIDING SYSTEM VALUE VALUES (7, 'anonymization', 'commandLine', current_date, 'UTC', '{}');
    INSERT INTO console.outbox (id, run_id, recipient, subject, body, attempts, attempted_at, problem)
    OVERRIDING SYSTEM VALUE VALUES (12, 7, 'a@example.org', 'Ended', 'Ended', 1, now(), 'It cannot be reached.')`);
  if (path.endsWith("/resumption")) {
    await pool.query("UPDATE console.job_runs SET status = 'paused'");
  }
  if (path.endsWith("/certificate")) {
    await pool.query(`UPDATE console.job_runs SET job = 'letters-purge', frozen = '{"periods": {}}', removed = 1,
      status = 'failed', ended_at = now()`);
  }
  if (path.endsWith("/withholding")) {
    await pool.query(`UPDATE console.job_runs SET job = 'update-users', started_at = now();
      SELECT patron.make_letter_month(current_date);
      INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent)
        VALUES (1, 'UserNotificationsLetter', 'email', now(), current_date, false)`);
  }
  if (path.endsWith("/acknowledgement")) {
    await pool.query(
      `UPDATE console.job_runs SET status = 'failed', ended_at = now(), verdict = 'bad', verdict_checks = '[]'`,
    );
  }
}

async function setProposal(pool: pg.Pool) {
  await pool.query(`INSERT INTO console.run_proposals
    (id, job, submitted_via, cut_off, time_zone, frozen, expected, hash, expires_at)
    OVERRIDING SYSTEM VALUE VALUES (3, 'anonymization', 'commandLine', current_date, 'UTC', '{}', 5, '', now() + interval '1 day')`);
}

/** Told of, where that is to be taken back. */
async function setBackup(pool: pg.Pool, { method }: Operation) {
  if (method === "DELETE")
    await pool.query(`INSERT INTO console.verified_backup (made_at) VALUES (now())
      ON CONFLICT (id) DO UPDATE SET made_at = excluded.made_at`);
}

/** What the handlers make themselves gets numbers of its own. */
const numberedOn = (table: string) =>
  `SELECT setval(pg_get_serial_sequence('${table}', 'id'), 100)`;

/** The person of the examples, under the hold of the examples. */
async function setHold(pool: pg.Pool) {
  await pool.query(`DELETE FROM patron.legal_holds;
    UPDATE patron.users SET primary_id = 'S1004' WHERE id = 4;
    INSERT INTO patron.legal_holds (id, reason, owner, review_on, user_id) OVERRIDING SYSTEM VALUE
      VALUES (3, 'Claim 2026-17', 'Legal Department', '2027-06-30', 4);
    ${numberedOn("patron.legal_holds")}`);
}

/** Engaged where it is to be released. */
async function setSwitch(pool: pg.Pool, { method }: Operation) {
  if (method === "DELETE") {
    await pool.query("INSERT INTO console.kill_switches (scope) VALUES ('anonymization')");
  }
}

async function setPurgeJob(pool: pg.Pool) {
  await pool.query(`INSERT INTO console.purge_jobs (id, record_type) OVERRIDING SYSTEM VALUE
    VALUES (1, 'public') ON CONFLICT DO NOTHING`);
}

/** The import of the examples, sent but for what the handler itself takes: an empty object of two bytes. */
async function setUpload(pool: pg.Pool, { method, path }: Operation) {
  const status = path.endsWith("/stop") ? "queued" : "uploading";
  await pool.query(`DELETE FROM console.imports;
    INSERT INTO console.imports (id, status, source, submitted_by) VALUES ('${exampleId}', '${status}', 'alma', 'operator');
    INSERT INTO patron.import_uploads (import_id, number, name, size) VALUES ('${exampleId}', 0, 'users.csv', 2)`);
  if (method === "PUT") return;
  await pool.query(
    "INSERT INTO patron.import_chunks (import_id, number, start, bytes) VALUES ($1, 0, 0, '{}')",
    [exampleId],
  );
}

/** The public set of the examples, logical where that is asked for, and another; an ID was not found. */
async function setSets(pool: pg.Pool, { path }: Operation) {
  const isLogical = path.endsWith("/query") || path.endsWith("/itemization");
  await pool.query(`TRUNCATE patron.sets CASCADE; ${numberedOn("patron.sets")}`);
  await pool.query(
    `INSERT INTO patron.sets (id, name, kind, query, private) OVERRIDING SYSTEM VALUE
     VALUES ($1, 'A set', $2::patron.set_kind, $3, false), (8, 'Another', 'itemized', NULL, false)`,
    [exampleSet, isLogical ? "logical" : "itemized", isLogical ? exampleQuery : null],
  );
  await pool.query(
    "INSERT INTO patron.set_uploads (id, set_id, added, already_members, not_found, duplicates) VALUES ($1, $2, 0, 0, 1, 0)",
    [exampleUpload, exampleSet],
  );
  await pool.query("INSERT INTO patron.set_upload_lines VALUES ($1, 2, 'nobody', 'unknown')", [
    exampleUpload,
  ]);
}

/** E-mail address 12 of user 1, and the ties of the examples where they are to be removed. */
async function setPart(pool: pg.Pool, { method, path }: Operation) {
  await pool.query(`DELETE FROM patron.user_emails; DELETE FROM patron.user_roles;
    DELETE FROM patron.user_categories; DELETE FROM patron.user_proxies;
    INSERT INTO patron.user_emails (id, user_id, email) OVERRIDING SYSTEM VALUE
      VALUES (12, 1, 'reader@example.org')`);
  if (method !== "DELETE" && !path.endsWith("/removal")) return;
  await pool.query(`INSERT INTO patron.user_roles (user_id, code) VALUES (1, 'PATRON');
    INSERT INTO patron.user_categories (user_id, category_id)
      SELECT 1, id FROM record.statistical_categories WHERE type || ':' || category = 'FACULTY:ARTS';
    INSERT INTO patron.user_proxies (user_id, proxy_for_user_id) VALUES (2, 1)`);
}

/** The number to confirm is that of this library, and so is a user's version; a list of users is a file. */
export async function exampleOf(pool: pg.Pool, one: Operation, reads: Headers): Promise<Sent> {
  const sent: Sent = one.description.example ?? {};
  if (one.path.endsWith("/uploads")) return { ...sent, body: "USERNAME\np1\nnobody\n" };
  if (one.path.startsWith("/api/users/{id}")) return withVersion(pool, one, sent);
  // Of a purge nobody goes here, which is what its examples confirm.
  if (!has(sent.body, "confirm") || sent.body.confirm === 0) return sent;
  const preview = closed.find(({ path }) => path === "/api/anonymization/preview");
  if (!preview) throw new Error("There is no preview.");
  const shown = (await (await call(preview, reads, {})).json()) as { confirm: number };
  return { ...sent, body: { ...sent.body, confirm: shown.confirm } };
}

async function withVersion(pool: pg.Pool, { path }: Operation, sent: Sent): Promise<Sent> {
  const where = path.includes("{part}") ? "user_emails WHERE id = 12" : "users WHERE id = 1";
  const { rows } = await pool.query<{ version: string }>(
    `SELECT xmin::text AS version FROM patron.${where}`,
  );
  const renewed = (part: unknown) => (has(part, "version") ? { ...part, ...rows[0] } : part);
  return { ...sent, query: renewed(sent.query) as Sent["query"], body: renewed(sent.body) };
}

const has = <Name extends string>(of: unknown, name: Name): of is Record<Name, unknown> =>
  typeof of === "object" && of !== null && name in of;
