import { beforeEach, expect, test } from "vitest";
import { saveDeleteUserPolicy } from "#db/queries/delete-user-policy.ts";
import { addPurgeJob, listPurgeJobs, noteRunOfJob } from "#db/queries/purge-jobs.ts";
import { addMembers, removeMembers } from "#db/queries/set-members.ts";
import { readProposal } from "#db/queries/run-proposals.ts";
import { purgeOptions } from "#lib/purge-fields.ts";
import { approveProposal } from "../engine/decide.ts";
import { requestRun } from "../engine/propose.ts";
import type { PurgeAsked } from "./frozen.ts";
import { everyone, freshUsers } from "./testing.ts";

const { pool, db, value, work, living, policy, purge } = freshUsers(4);

beforeEach(() =>
  pool().query(
    `UPDATE console.run_limits SET approval_above = 2;
     INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada', 'ada@example.org'), ('ben', 'Ben', 'ben@example.org');
     INSERT INTO patron.staff_users VALUES ('ada', 4), ('ben', 3)`,
  ),
);

const ask = (options: PurgeAsked, confirm: number) =>
  db().transaction("lethe_web", (tx) =>
    requestRun(tx, {
      job: "purge-users",
      options,
      submittedVia: "screen",
      staffId: "ada",
      confirm,
    }),
  );
async function propose(options: PurgeAsked = everyone, confirm = 3): Promise<number> {
  const asked = await ask(options, confirm);
  if (!("proposalId" in asked)) throw new Error("it was started at once");
  return asked.proposalId;
}
const approve = (id: number, staffId: string, confirm = 3) =>
  db().transaction("lethe_web", async (tx) => {
    const hash = (await readProposal(tx, id))?.hash ?? "";
    return (await approveProposal(tx, { id, hash, confirm, staffId })).runId;
  });

test("a large purge waits for a second person, and then takes what was asked for, sparing who asked and who approved", async () => {
  const id = await propose();
  expect(await living()).toHaveLength(4);
  await expect(approve(id, "ada")).rejects.toThrow("You asked for this run yourself");
  const { status, counted } = await work((await approve(id, "ben"))!);
  expect([status, counted("heldBack")]).toEqual([
    "completed",
    { "Is the person running the job": 2 },
  ]);
  expect(await living()).toEqual([3, 4]);
  expect(await value("SELECT verdict FROM console.job_runs")).toBe("good");
});

test("a second account of the same person is no second person", async () => {
  await pool().query("UPDATE patron.staff_users SET user_id = 4");
  const id = await propose();
  await expect(approve(id, "ben")).rejects.toThrow("You asked for this run yourself");
  await pool().query("DELETE FROM patron.staff_users WHERE staff_id = 'ben'");
  expect(await approve(id, "ben")).not.toBeNull();
});

test("a small one does not", async () => {
  await pool().query("UPDATE patron.users SET purge_date = NULL WHERE id > 2");
  expect(await ask(everyone, 2)).toHaveProperty("runId");
});

test("so does a stricter policy for those who were purged earlier", async () => {
  await pool().query("UPDATE console.run_limits SET approval_above = NULL");
  await purge();
  await pool().query("UPDATE console.run_limits SET approval_above = 2");
  await policy("fullyRemove");
  const id = await propose({ purged: "apply" }, 4);
  expect((await work((await approve(id, "ben", 4))!)).status).toBe("completed");
  expect(await value("SELECT count(*)::int FROM patron.users")).toBe(0);
});

test("a policy that is saved meanwhile makes it outdated, and nobody goes", async () => {
  const id = await propose();
  await db().transaction("lethe_web", (tx) => saveDeleteUserPolicy(tx, { policy: "fullyRemove" }));
  expect(await approve(id, "ben")).toBeNull();
  expect(await living()).toHaveLength(4);
});

test("of a set it takes the members as they are when it starts, and stops where they have become more", async () => {
  await pool().query(
    `INSERT INTO patron.sets (name, private, kind) VALUES ('Chosen', false, 'itemized');
     INSERT INTO patron.set_members VALUES (1, 1), (1, 2), (1, 3)`,
  );
  const id = await propose({ set: 1 });
  await pool().query(
    `INSERT INTO patron.users (primary_id, purge_date) SELECT 'late' || n, '2026-10-01' FROM generate_series(1, 5) n;
     INSERT INTO patron.set_members SELECT 1, id FROM patron.users WHERE id > 4`,
  );
  expect((await work((await approve(id, "ben"))!)).status).toBe("stoppedByBrake");
  expect(await living()).toHaveLength(9);
});

test("a set whose members were exchanged before it was approved is another one, and nobody goes", async () => {
  await pool().query(
    `INSERT INTO patron.sets (name, private, kind) VALUES ('Chosen', false, 'itemized');
     INSERT INTO patron.set_members VALUES (1, 1), (1, 2)`,
  );
  const id = await propose({ set: 1 });
  await db().transaction("lethe_web", async (tx) => {
    await removeMembers(tx, "operator", { id: 1, users: [1] });
    await addMembers(tx, "operator", { id: 1, users: [3] });
  });
  expect(await approve(id, "ben")).toBeNull();
  expect(await living()).toHaveLength(4);
});

test("the purge job says that it waits, and then how its run ended", async () => {
  const list = () =>
    db().transaction("lethe_web", (tx) => listPurgeJobs(tx, { id: "ada" }, { limit: 2 }));
  const options = purgeOptions.parse(everyone);
  const asked = await db().transaction("lethe_web", async (tx) => {
    const job = await addPurgeJob(tx, { user: { id: "ada" }, staffId: "ada" }, options);
    const requested = await requestRun(tx, {
      job: "purge-users",
      options,
      submittedVia: "screen",
      staffId: "ada",
      confirm: 3,
    });
    await noteRunOfJob(tx, job.id, requested);
    return requested;
  });
  if (!("proposalId" in asked)) throw new Error("it was started at once");
  expect(await list()).toMatchObject([{ waiting: asked.proposalId, run: null }]);
  const runId = (await approve(asked.proposalId, "ben"))!;
  await work(runId);
  expect(await list()).toMatchObject([
    { waiting: null, run: { id: runId, status: "completed", purged: 2 } },
  ]);
  // Nor does it forget that run while the next one waits.
  await pool().query(
    `UPDATE console.run_limits SET approval_above = 1;
     INSERT INTO patron.users (primary_id, purge_date) VALUES ('late', '2026-10-01')`,
  );
  const proposalId = await propose(everyone, 2);
  await db().transaction("lethe_web", (tx) => noteRunOfJob(tx, 1, { proposalId }));
  expect(await list()).toMatchObject([
    { waiting: proposalId, run: { id: runId, status: "completed", purged: 2 } },
  ]);
});
