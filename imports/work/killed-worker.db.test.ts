import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { importFiles } from "../import.ts";
import { NoLongerHeld, recordFile } from "./books.ts";
import { claimImport } from "./claim.ts";
import { importWorkers, loans, told, users } from "./import-workers.ts";

const workers = importWorkers();
const { ask, audited, folder, hire, holdCommits, home, kill, loansKept, usersKept, value } =
  workers;

test("a worker killed before its commit leaves nothing half, and the next one counts exactly what went in", async () => {
  const id = await ask().send({ "users.csv": users(10), "loans.csv": loans(2_000) });
  const first = await hire();
  const commits = await holdCommits();
  await ask().start(id);
  await commits.reached();
  await commits.letOneIn();
  await commits.reached();
  await kill(first);
  await commits.release();
  expect([await usersKept(), await loansKept()]).toEqual([10, 0]);

  await workers.endLease();
  const dead = performance.now();
  await hire();
  const done = await ask().ended(id);
  expect(performance.now() - dead).toBeLessThan(60_000);
  expect(done.status).toBe("completed");
  expect(told(done)).toEqual([
    ["users", 10, 10, 0, 0],
    ["loans", 2_000, 2_000, 0, 0],
  ]);
  expect(await loansKept()).toBe(2_000);
  expect(await audited()).toBe(1);
}, 120_000);

test("a worker that wakes after another has taken its import up commits nothing", async () => {
  const id = await ask().send({ "users.csv": users(500) });
  const first = await hire();
  const client = await home().pool.connect();
  await client.query("SELECT pg_advisory_lock(hashtext('lethe.import'))");
  await ask().start(id);
  await ask().until(id, ({ progress }) => progress?.step === "waiting");
  first.kill("SIGSTOP");
  await workers.endLease();
  await hire();
  const epoch = () => value("SELECT epoch FROM console.imports");
  while ((await epoch()) !== 2) await sleep(50);
  first.kill("SIGCONT");
  await client.query("SELECT pg_advisory_unlock(hashtext('lethe.import'))");
  client.release();
  const done = await ask().ended(id);
  expect(told(done)).toEqual([["users", 500, 500, 0, 0]]);
  expect(await epoch()).toBe(2);
  expect(await audited()).toBe(1);
}, 120_000);

test("a worker whose import is another's now is refused at its commit", async () => {
  const id = await ask().send({ "users.csv": users(5) });
  await ask().start(id);
  const claim = () => ask().db.transaction("lethe_import", (tx) => claimImport(tx, id));
  const [held, ...more] = [await claim(), await claim()];
  expect(more).toEqual([null]);
  await home().pool.query("UPDATE console.imports SET heartbeat_at = now() - interval '1 minute'");
  expect(await claim()).toMatchObject({ epoch: 2 });
  const file = path.join(folder(), "users.csv");
  await writeFile(file, users(5));
  const importing = importFiles(home().url, {
    paths: [file],
    beforeCommit: (tx, report, number) => recordFile(tx, held!, report, number),
  });
  await expect(importing).rejects.toThrow(NoLongerHeld);
  expect([await usersKept(), await audited()]).toEqual([0, 0]);
});

test("a worker that is asked to leave hands its import back, and another does it", async () => {
  const id = await ask().send({ "users.csv": users(10) });
  const first = await hire();
  const commits = await holdCommits();
  await ask().start(id);
  await commits.reached();
  await kill(first, "SIGTERM");
  await commits.release();
  expect(first.exitCode).toBe(0);
  expect((await ask().until(id, () => true)).isHeld).toBe(false);
  await hire();
  expect(told(await ask().ended(id))).toEqual([["users", 10, 10, 0, 0]]);
  expect(await value("SELECT attempts FROM console.imports")).toBe(1);
});

test("an import that ends each of its workers is given up", async () => {
  const id = await ask().send({ "users.csv": users(3) });
  await home().pool.query(
    "UPDATE console.imports SET status = 'queued', dry_run = false, attempts = 5, called_at = NULL, queued_at = now()",
  );
  await hire();
  const failed = await ask().ended(id);
  expect([failed.status, failed.problem]).toEqual([
    "failed",
    expect.stringContaining("5 workers broke off"),
  ]);
});
