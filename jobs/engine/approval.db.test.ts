import { beforeEach, expect, test } from "vitest";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { readRunLimits, saveRunLimits } from "#db/queries/run-limits.ts";
import { readProposal } from "#db/queries/run-proposals.ts";
import { abortRun } from "./abort.ts";
import { approveProposal, declineProposal } from "./decide.ts";
import { canonical } from "./proposal-hash.ts";
import { requestRun } from "./propose.ts";
import type { RunRequest } from "./start.ts";
import { freshLoans } from "./testing.ts";

const fresh = freshLoans(3_000);
const confirm = 1_200;

beforeEach(async () => {
  await fresh.rows("UPDATE console.run_limits SET approval_above = 1000");
  await fresh.rows(
    "INSERT INTO console.staff (id, name, email) VALUES ('anna', 'Anna', 'anna@example.org'), ('ben', 'Ben', 'ben@example.org')",
  );
});

const asWeb = fresh.db;
const ask = (more: Partial<RunRequest> = {}) =>
  asWeb().transaction("lethe_web", (tx) =>
    requestRun(tx, {
      job: "anonymization",
      submittedVia: "screen",
      staffId: "anna",
      confirm,
      ...more,
    }),
  );
async function propose(more: Partial<RunRequest> = {}): Promise<number> {
  const asked = await ask(more);
  if (!("proposalId" in asked)) throw new Error("it was started at once");
  return asked.proposalId;
}
const read = async (id: number) => {
  const proposal = await asWeb().transaction("lethe_web", (tx) => readProposal(tx, id));
  if (!proposal) throw new Error("no such proposal");
  return proposal;
};
async function approve(id: number, staffId = "ben", more = {}) {
  const { hash } = await read(id);
  return asWeb().transaction("lethe_web", (tx) =>
    approveProposal(tx, { id, hash, confirm, staffId, ...more }),
  );
}
const decline = (id: number, staffId: string | null) =>
  asWeb().transaction("lethe_web", (tx) => declineProposal(tx, { id, staffId }));
/** By a script, with a key of Anna's. */
async function proposeByKey(): Promise<number> {
  const [key] = await fresh.rows<{ id: number }>(
    `INSERT INTO console.api_keys (name, prefix, secret_hash, scopes, created_by, expires_at)
     VALUES ('Nightly', 'lethe_1', sha256('x'), '{anonymization.run}', 'anna', now() + interval '1 day')
     ON CONFLICT (prefix) DO UPDATE SET name = excluded.name RETURNING id`,
  );
  return propose({ submittedVia: "api", staffId: null, apiKeyId: key!.id });
}
const runs = () => fresh.number("SELECT count(*) FROM console.job_runs");

test("up to the number one person is enough", async () => {
  expect(await ask({ confirm: 1_000 })).toHaveProperty("runId");
});

test("a larger run waits; another person starts exactly what was asked for", async () => {
  const id = await propose();
  expect(await runs()).toBe(0);
  const { runId } = await approve(id);
  const [run] = await fresh.rows(
    `SELECT staff_id, approved_by, expected::int, confirmed, frozen, cut_off::text AS "cutOff" FROM console.job_runs WHERE id = ${runId}`,
  );
  const { frozen, cutOff } = await read(id);
  expect(run).toEqual({
    staff_id: "anna",
    approved_by: "ben",
    expected: confirm,
    confirmed: true,
    frozen,
    cutOff,
  });
  await fresh.work(runId!);
  expect(await fresh.status(runId!)).toMatch(/completed|stoppedByBrake/);
  await expect(approve(id)).rejects.toThrow("decided already: this run was approved");
});

test("nobody approves their own, neither as themselves nor through a key", async () => {
  const own = await propose();
  await expect(approve(own, "anna")).rejects.toThrow("You asked for this run yourself");
  await decline(own, "anna");
  const byKey = await proposeByKey();
  await expect(approve(byKey, "anna")).rejects.toThrow("You asked for this run yourself");
  expect(await runs()).toBe(0);
  expect((await approve(byKey, "ben")).runId).not.toBeNull();
});

test("the database itself refuses an approval by who asked", async () => {
  const id = await propose();
  await expect(
    fresh.rows(
      `UPDATE console.run_proposals SET decision = 'approved', decided_at = now(), decided_by = 'anna' WHERE id = ${id}`,
    ),
  ).rejects.toMatchObject({ constraint: "run_proposals_not_by_who_asked" });
});

test.each([
  ["another number", { confirm: 1_199 }, "Type 1,200 to approve"],
  ["what another page showed", { hash: "0".repeat(64) }, "not the run that you were shown"],
])("%s approves nothing", async (_what, more, sentence) => {
  const id = await propose();
  await expect(approve(id, "ben", more)).rejects.toThrow(sentence);
  expect(await runs()).toBe(0);
});

test.each([
  ["its day", "cut_off = cut_off + 1"],
  ["its zone", "time_zone = 'Asia/Tokyo'"],
  ["its number", "expected = expected - 1"],
  ["what it takes", "frozen = jsonb_set(frozen, '{families,fees,notes}', 'true')"],
  ["its job", "job = 'letters-purge'"],
])("a proposal of which somebody altered %s is not what was shown", async (_what, change) => {
  const id = await propose();
  await fresh.rows(`UPDATE console.run_proposals SET ${change} WHERE id = ${id}`);
  await expect(approve(id)).rejects.toThrow("not the run that you were shown");
  expect(await runs()).toBe(0);
});

test.each([
  ["a rule", "UPDATE console.rule_conditions SET number = 10"],
  ["what the job takes", "UPDATE console.anonymization_families SET notes = false"],
  ["the time zone", "UPDATE console.institution SET time_zone = 'Asia/Tokyo'"],
])("once %s has changed, it is outdated and starts nothing", async (_what, change) => {
  const id = await propose();
  await fresh.rows(change);
  expect((await approve(id)).runId).toBeNull();
  expect((await read(id)).decision).toBe("outdated");
  expect(await runs()).toBe(0);
});

test("after a day nobody can approve it, and there is room for another", async () => {
  const id = await propose();
  await expect(propose()).rejects.toThrow("waits for a second person already");
  await fresh.rows("UPDATE console.run_proposals SET expires_at = now()");
  await expect(approve(id)).rejects.toThrow("Nobody decided in time");
  expect((await read(id)).decision).toBe("outdated");
  expect(await propose()).toBeGreaterThan(id);
});

test("of two who approve at the same time one starts it", async () => {
  const id = await propose();
  const outcomes = await Promise.allSettled([approve(id), approve(id)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await runs()).toBe(1);
});

test("of an approval and a withdrawal at the same time one counts", async () => {
  const id = await propose();
  const other = await fresh.pool().connect();
  await other.query(`BEGIN; SELECT FROM console.run_proposals WHERE id = ${id} FOR UPDATE`);
  const both = Promise.allSettled([approve(id), decline(id, "anna")]);
  await untilSomebodyWaits(fresh.pool(), 2);
  await other.query("COMMIT");
  other.release();
  const outcomes = await both;
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await runs()).toBe((await read(id)).decision === "approved" ? 1 : 0);
});

test.each([
  [
    "a kill switch stops the job",
    "INSERT INTO console.kill_switches (scope, reason) VALUES ('anonymization', '')",
    "the kill switch of this job is engaged",
  ],
  [
    "the verifier disagrees with the last run",
    `INSERT INTO console.job_runs (job, status, submitted_via, started_at, ended_at, cut_off, time_zone, frozen, verdict, verdict_checks)
     VALUES ('anonymization', 'completedWithWarnings', 'screen', now(), now(), current_date, 'UTC', '{}', 'bad', '[]')`,
    "the verifier disagrees with run",
  ],
])("while %s no approval starts one", async (_what, stop, sentence) => {
  const id = await propose();
  await fresh.rows(stop);
  await expect(approve(id)).rejects.toThrow(sentence);
  expect((await read(id)).decision).toBeNull();
});

test("while a run of the job is active an approval is refused, and can be repeated", async () => {
  const id = await propose();
  const other = await fresh.start({ confirm: 10 });
  await expect(approve(id)).rejects.toThrow("already running");
  await asWeb().transaction("lethe_web", (tx) => abortRun(tx, other.id));
  await fresh.work(other.id);
  expect((await approve(id)).runId).not.toBeNull();
});

test("who asked takes it back, another refuses it", async () => {
  const first = await propose();
  await decline(first, "anna");
  expect((await read(first)).decision).toBe("withdrawn");
  const second = await propose();
  await decline(second, "ben");
  expect((await read(second)).decision).toBe("refused");
});

test("who made the key that asked takes it back, another refuses it", async () => {
  for (const [staffId, decision] of [
    ["anna", "withdrawn"],
    ["ben", "refused"],
  ] as const) {
    const id = await proposeByKey();
    await decline(id, staffId);
    expect((await read(id)).decision).toBe(decision);
  }
});

test("what goes around the proposal stops before it begins", async () => {
  const { id } = await fresh.start({ confirm });
  await fresh.work(id);
  expect(await fresh.run(id)).toMatchObject({
    status: "stoppedByBrake",
    removed: 0,
    problem: expect.stringMatching(/more than 1,000 need a second person/) as unknown,
  });
});

test("an approved run is counted again before it begins", async () => {
  const id = await propose({ confirm: 1_001 });
  const { hash } = await read(id);
  const { runId } = await asWeb().transaction("lethe_web", (tx) =>
    approveProposal(tx, { id, hash, confirm: 1_001, staffId: "ben" }),
  );
  await fresh.work(runId!);
  expect(await fresh.run(runId!)).toMatchObject({ status: "stoppedByBrake", removed: 0 });
});

test("protection is not lowered while a run waits for a second person", async () => {
  const save = (approvalAbove: number | null) =>
    asWeb().transaction("lethe_web", async (tx) =>
      saveRunLimits(tx, { ...(await readRunLimits(tx)), approvalAbove }),
    );
  const id = await propose();
  await expect(save(null)).rejects.toThrow("A run waits for a second person");
  await expect(save(2_000)).rejects.toThrow("A run waits for a second person");
  await save(500);
  await decline(id, "anna");
  await save(null);
  expect(await ask()).toHaveProperty("runId");
});

test("the hash does not depend on the order of keys", () => {
  expect(canonical({ b: [{ d: 1, c: null }], a: "x" })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
});
