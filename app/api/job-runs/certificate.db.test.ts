import { createPublicKey } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { startRun, type RunRequest } from "#jobs/engine/start.ts";
import { workRun } from "#jobs/engine/work-run.ts";
import { purgePerson } from "#jobs/purge-users/request.ts";
import { readEnvelope, verified } from "#lib/certificate.ts";
import { asWeb, makeStaff, newCertificateKey, ownDatabase, signedIn } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { anonymizeAfter, makeManyLoans } from "../../../test/many-loans.ts";
import { makeWhole, traces } from "../../../test/whole-person.ts";
import { ask } from "../testing.ts";
import { POST } from "./[id]/certificate/route.ts";

/* The whole way: a real run, the handler as Next calls it, and what anybody can do with the file. */

let own: Awaited<ReturnType<typeof ownDatabase>>;
let db: Database;
let script: Headers;
let staffId: string;
const staff = "officer.surname@example.org";
/** Of whom there is one of everything. */
const whole = 40;
const ruleName = `What ${traces(whole).name} wanted`;

beforeAll(async () => {
  own = await ownDatabase();
  db = openDatabase(own.url);
  await makeManyLoans(own.pool, 300);
  await anonymizeAfter(own.pool, 60);
  await own.pool.query("UPDATE console.anonymization_rules SET name = $1", [ruleName]);
  await own.pool.query(`UPDATE console.institution SET name = 'City Library';
    UPDATE console.letter_types SET retention_days = 10 WHERE code = 'FulLoanReceiptLetter'`);
  await own.pool.query(
    `INSERT INTO patron.users (id, primary_id) OVERRIDING SYSTEM VALUE VALUES (${whole}, 'x')`,
  );
  await makeWhole(own.pool, whole, 3);
  script = withKey(await makeKey("jobs.read"));
  staffId = await makeStaff(staff, "privacyOfficer");
});
afterAll(async () => {
  await db.end();
  await own.end();
});
// Each run finds a few more to let go.
beforeEach(() =>
  own.pool.query(
    "DELETE FROM console.job_runs; UPDATE console.rule_conditions SET number = number - 5",
  ),
);

const start = async (more: Partial<RunRequest> = {}) =>
  (
    await asWeb((tx) =>
      startRun(tx, { job: "anonymization", submittedVia: "screen", staffId, ...more }),
    )
  ).id;
async function ran(more: Partial<RunRequest> = {}): Promise<number> {
  const id = await start(more);
  await workRun(db, id);
  return id;
}

const issue = (id: number, headers = script) =>
  POST(new Request("http://localhost:3000", { method: "POST", headers }), {
    params: Promise.resolve({ id: String(id) }),
  });
/** Verified with the public key that the API tells. */
async function certified(id: number) {
  const text = await (await issue(id)).text();
  const { answer } = await ask("GET /api/certificate-keys", script);
  const [key] = answer.keys as { publicKey: string }[];
  const envelope = readEnvelope(text);
  const payload = Buffer.from(envelope.payload, "base64").toString();
  return { statement: verified(envelope, createPublicKey(key!.publicKey)), text, payload };
}
const refusal = async (id: number) => {
  const response = await issue(id);
  return [response.status, ((await response.json()) as { error: string }).error];
};
const audited = async () =>
  (
    await own.pool.query(
      "SELECT actor, subject, after FROM console.audit WHERE action = 'run.certificate' ORDER BY id",
    )
  ).rows;

test("a certificate says what the run's own books say, and stands in the audit", async () => {
  const before = await audited();
  const id = await ran();
  const { statement } = await certified(id);
  const { rows } = await own.pool.query<{ removed: number; hash: string }>(
    "SELECT removed::int, encode(frozen_hash, 'hex') AS hash FROM console.job_runs",
  );
  const removed = statement.counts.filter(({ measure }) => ["records", "notes"].includes(measure));
  expect(removed.reduce((sum, { count }) => sum + count, 0)).toBe(rows[0]?.removed);
  expect(removed).toContainEqual({
    part: "loans",
    measure: "records",
    label: "Rule 1: Anonymize loans returned more than 55 days ago.",
    count: expect.any(Number) as unknown,
  });
  expect(statement).toMatchObject({
    institution: "City Library",
    run: {
      id,
      job: "anonymization",
      status: "completed",
      submittedVia: "screen",
      approvedBySecondPerson: false,
      frozenHash: rows[0]?.hash,
    },
    verdict: { good: true },
    erasure: { outOfReachAt: statement.run.endedAt, erasedAt: null, logsRecycledAt: null },
  });
  expect(statement.verdict?.checks.length).toBeGreaterThan(0);
  const [entry, ...more] = (await audited()).slice(before.length) as { actor: string }[];
  expect(more).toEqual([]);
  expect(entry).toEqual({
    actor: expect.stringMatching(/^key lethe_/) as unknown,
    subject: `run ${id}`,
    after: { key: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown },
  });
});

test("it names the newest entry of the audit, which is found there later", async () => {
  const id = await ran();
  await certified(id);
  const { auditHead } = (await certified(id)).statement;
  const reads = withKey(await makeKey("audit.read"));
  const { answer } = await ask("GET /api/audit/verification", reads, {
    query: { head: auditHead },
  });
  expect([auditHead, answer]).toEqual([
    expect.any(String),
    expect.objectContaining({ whole: true, hasHead: true }),
  ]);
});

test("it is a file, for a person who may read reports too", async () => {
  const id = await ran();
  const response = await issue(id, await signedIn(staff));
  expect([response.status, response.headers.get("content-disposition")]).toEqual([
    200,
    `attachment; filename="run-${id}-certificate.json"`,
  ]);
});

test("a later one says what has been erased since", async () => {
  const id = await ran();
  await own.pool
    .query(`UPDATE console.run_erasures SET erased_at = now(), erased_lsn = '0/1', logs_unseen = 'it is archived';
    UPDATE console.run_limits SET backup_days = 30`);
  const { erasure } = (await certified(id)).statement;
  expect(erasure).toMatchObject({ logsRecycledAt: null, logsUnseen: "it is archived" });
  expect([erasure.erasedAt, erasure.backupsEndOn]).not.toContain(null);
});

test("a certificate of any job names no patron, no staff and no group, and nothing that staff wrote", async () => {
  const letters = await ran({ job: "letters-purge" });
  const loans = await ran();
  const { runId: person } = await asWeb((tx) =>
    purgePerson(tx, { userId: whole, how: "erase" }, { submittedVia: "screen", staffId }),
  );
  await workRun(db, person);
  const all = [await certified(letters), await certified(loans), await certified(person)];
  expect(all.map(({ statement: { counts } }) => counts)).toEqual([
    expect.arrayContaining([
      {
        part: "2026-09",
        measure: "records",
        label: "FulLoanReceiptLetter, kept for 10 days",
        count: 1,
      },
    ]),
    expect.arrayContaining([expect.objectContaining({ measure: "records" })]),
    expect.arrayContaining([
      { part: "users", measure: "records", label: "Fully remove", count: 1 },
    ]),
  ]);
  expect((await own.pool.query(`SELECT FROM patron.users WHERE id = ${whole}`)).rowCount).toBe(0);
  const said = all.flatMap(({ text, payload }) => [text, payload]).join("\n");
  for (const trace of [...Object.values(traces(whole)), ruleName, staff, staffId, "STUDENT"])
    expect(said).not.toContain(trace);
});

test("a run that goes on, removed nothing or only changed users has none", async () => {
  const id = await start();
  expect(await refusal(id)).toEqual([
    409,
    `Run ${id} has not ended. A certificate can be had once it has.`,
  ]);
  await own.pool.query("UPDATE console.job_runs SET status = 'failed', ended_at = now()");
  expect(await refusal(id)).toEqual([
    409,
    `Run ${id} removed nothing, so there is nothing to certify.`,
  ]);
  await own.pool
    .query(`INSERT INTO console.job_runs (id, job, submitted_via, cut_off, time_zone, frozen, removed)
      OVERRIDING SYSTEM VALUE VALUES (1000, 'update-users', 'screen', '2026-01-01', 'UTC', '{}', 5);
    UPDATE console.job_runs SET status = 'running' WHERE id = 1000;
    UPDATE console.job_runs SET status = 'completed', ended_at = now() WHERE id = 1000`);
  expect(await refusal(1000)).toEqual([
    409,
    "Run 1000 removed nothing, so there is nothing to certify.",
  ]);
  expect(await refusal(1001)).toEqual([404, "There is no run 1001."]);
});

test("where the key is another than the database knows nothing is signed, recorded or audited", async () => {
  const id = await ran();
  await certified(id);
  const before = await audited();
  const kept = process.env.LETHE_CERTIFICATE_KEY;
  process.env.LETHE_CERTIFICATE_KEY = newCertificateKey();
  try {
    const [status, error] = await refusal(id);
    expect(status).toBe(409);
    expect(error).toMatch(/^The certificate key of LETHE_CERTIFICATE_KEY is not key [0-9a-f]{16}/);
  } finally {
    process.env.LETHE_CERTIFICATE_KEY = kept;
  }
  expect(await audited()).toEqual(before);
  expect((await own.pool.query("SELECT FROM console.certificate_keys")).rowCount).toBe(1);
});
