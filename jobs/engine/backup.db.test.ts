import { expect, test } from "vitest";
import { forgetBackup, tellBackup } from "#db/queries/backups.ts";
import { approveProposal } from "./decide.ts";
import type { JobName } from "./job.ts";
import { requestRun } from "./propose.ts";
import { jobToStart } from "./start.ts";
import { tend } from "./tend.ts";
import { freshLoans } from "./testing.ts";

const fresh = freshLoans(2_000);

const asWeb = fresh.db;
const limit = (what: string) => fresh.rows(`UPDATE console.run_limits SET ${what}`);
const tell = (at = new Date().toISOString()) =>
  asWeb().transaction("lethe_web", (tx) => tellBackup(tx, at));
const lastMade = (interval: string) =>
  fresh.rows(`INSERT INTO console.verified_backup AS known (made_at) VALUES (now() - interval '${interval}')
    ON CONFLICT (id) DO UPDATE SET made_at = excluded.made_at`);
const runs = () => fresh.number("SELECT count(*) FROM console.job_runs");
const due = () =>
  fresh.rows(
    "UPDATE console.schedules SET active = true, next_run_at = now() - interval '3 days' WHERE job = 'anonymization'",
  );
const warned = async (id: number) =>
  (await fresh.events(id)).some((event) =>
    event.startsWith("The last verified backup was made on"),
  );

test("a run beside an old backup says so in its log, and one beside a young or unknown one does not", async () => {
  const runToItsEnd = async () => {
    const { id } = await fresh.start({ confirm: 1_000 });
    await fresh.work(id);
    return id;
  };
  expect(await warned(await runToItsEnd())).toBe(false);
  await lastMade("49 hours");
  expect(await warned(await runToItsEnd())).toBe(true);
  await lastMade("47 hours");
  expect(await warned(await runToItsEnd())).toBe(false);
  await asWeb().transaction("lethe_web", forgetBackup);
  expect(await fresh.events(await runToItsEnd())).toContain(
    "No verified backup is known here: what was told of the last one was taken back.",
  );
});

test.each<[string, () => Promise<unknown>]>([
  ["none is known", () => Promise.resolve()],
  ["the last is too old", () => lastMade("49 hours")],
])(
  "where the limits want a young backup and %s nothing that removes starts, and a job that changes does",
  async (_why, given) => {
    await given();
    await limit("backup_required = true");
    for (const job of ["anonymization", "letters-purge", "purge-users"] as JobName[]) {
      for (const submittedVia of ["screen", "api", "commandLine", "schedule"] as const) {
        await expect(fresh.start({ job, submittedVia, confirm: 1 })).rejects.toThrow(
          /cannot start: (no verified backup is known here|the last verified backup was made on .+, more than 48 hours ago)\./,
        );
      }
    }
    expect(await runs()).toBe(0);
    await asWeb().transaction("lethe_web", (tx) => jobToStart(tx, "update-users"));
    await tell();
    await fresh.start();
    expect(await runs()).toBe(1);
  },
);

test("no run waits for a second person then, and none is approved", async () => {
  await fresh.rows(
    "INSERT INTO console.staff (id, name, email) VALUES ('anna', 'Anna', 'anna@example.org'), ('ben', 'Ben', 'ben@example.org')",
  );
  await limit("backup_required = true, approval_above = 10");
  const ask = () =>
    asWeb().transaction("lethe_web", (tx) =>
      requestRun(tx, {
        job: "anonymization",
        submittedVia: "screen",
        staffId: "anna",
        confirm: 20,
      }),
    );
  await expect(ask()).rejects.toThrow("no verified backup is known");
  await tell();
  const asked = await ask();
  const id = "proposalId" in asked ? asked.proposalId : 0;
  const [proposal] = await fresh.rows<{ hash: string }>(
    `SELECT encode(hash, 'hex') AS hash FROM console.run_proposals WHERE id = ${id}`,
  );
  await lastMade("49 hours");
  const approve = () =>
    asWeb().transaction("lethe_web", (tx) =>
      approveProposal(tx, { id, hash: proposal!.hash, confirm: 20, staffId: "ben" }),
    );
  await expect(approve()).rejects.toThrow("more than 48 hours ago");
  await tell();
  expect(await approve()).toMatchObject({ runId: expect.any(Number) as unknown });
});

test("a schedule that falls due meanwhile begins once, after a backup was told of", async () => {
  await limit("backup_required = true");
  await lastMade("49 hours");
  await due();
  await tend(fresh.db());
  await tend(fresh.db());
  expect(await runs()).toBe(0);
  await tell();
  await Promise.all([tend(fresh.db()), tend(fresh.db())]);
  await tend(fresh.db());
  expect(await runs()).toBe(1);
});

test("a run that was queued meanwhile and begins when its backup is too old touches nothing", async () => {
  await limit("backup_required = true");
  await tell();
  const before = await fresh.facts();
  const { id } = await fresh.start({ confirm: 1_000 });
  await lastMade("49 hours");
  await fresh.work(id);
  expect(await fresh.run(id)).toMatchObject({
    status: "stoppedByBrake",
    removed: 0,
    problem: expect.stringMatching(/more than 48 hours ago\. .* Nothing was removed\.$/) as unknown,
  });
  expect(await fresh.facts()).toEqual(before);
});

test("without hours nothing is asked of backups", async () => {
  await limit("backup_warn_hours = NULL");
  await lastMade("900 days");
  const { id } = await fresh.start({ confirm: 1_000 });
  await fresh.work(id);
  expect(await warned(id)).toBe(false);
  await expect(limit("backup_required = true")).rejects.toMatchObject({
    constraint: "run_limits_backup_required_within_hours",
  });
});
