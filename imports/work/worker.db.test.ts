import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { fillDemo } from "#db/demo/fill.ts";
import { stopImport } from "#db/queries/import-steering.ts";
import { readRejects } from "#db/queries/imports.ts";
import { tablesWith } from "../../test/search.ts";
import { importWorkers, loans, told, users } from "./import-workers.ts";

const { ask, bytesOnDisk, foldersLeft, hire, holdCommits, home, loansKept, usersKept } =
  importWorkers();

test("files are tried first, then imported from the same bytes, which are gone from the database and its files", async () => {
  const canary = "canary-7f3a91";
  await hire();
  const id = await ask().send({
    "loans.csv": loans(3, [`X,nobody,I1,MAIN,2026-01-01,2026-01-02,${canary}`]),
    "users.csv": users(10),
  });
  expect(await tablesWith(home().pool, canary)).toEqual(["patron.import_chunks"]);

  await ask().start(id, { dryRun: true });
  const tried = await ask().ended(id);
  expect([tried.status, tried.dryRun]).toEqual(["completedWithRejects", true]);
  expect(told(tried)).toEqual([
    ["users", 10, 10, 0, 0],
    ["loans", 4, 3, 0, 1],
  ]);
  expect(tried.reports[1]?.createdCodes).toEqual(["MAIN"]);
  expect(tried.rejects).toMatchObject([
    { file: "loans.csv", line: 5, column: "primary_id", reason: "No user has this primary ID." },
  ]);
  expect([await usersKept(), await loansKept()]).toEqual([0, 0]);
  expect(await bytesOnDisk()).toBeGreaterThan(0);

  await ask().start(id);
  const done = await ask().ended(id);
  expect([done.status, done.dryRun]).toEqual(["completedWithRejects", false]);
  expect(told(done)).toEqual(told(tried));
  expect([await usersKept(), await loansKept()]).toEqual([10, 3]);
  expect(await ask().asWeb((tx) => readRejects(tx, id, 0, 10))).toHaveLength(1);

  while (await bytesOnDisk()) await sleep(50);
  expect(await tablesWith(home().pool, canary)).toEqual([]);
  expect(await foldersLeft()).toEqual([]);
  await expect(ask().start(id)).rejects.toThrow("This import has ended, and its files are gone.");
});

test("of very many rejected lines a dry run keeps the first, and says so; an import keeps all", async () => {
  await hire();
  const bad = Array.from({ length: 10_001 }, () => "u1,robot");
  const id = await ask().send({ "users.csv": ["primary_id,record_type", ...bad, ""].join("\n") });
  const kept = async () => (await ask().asWeb((tx) => readRejects(tx, id, 0, 20_000))).length;
  await ask().start(id, { dryRun: true });
  expect((await ask().ended(id)).reports[0]?.warnings).toEqual([
    "Of a dry run the first 10,000 rejected lines are kept; the download has no more. An import keeps all 10,001.",
  ]);
  expect(await kept()).toBe(10_000);
  await ask().start(id);
  expect((await ask().ended(id)).reports[0]?.warnings).toEqual([]);
  expect(await kept()).toBe(10_001);
});

test("an import that is stopped keeps the files before, and nothing of the one it was at", async () => {
  const id = await ask().send({ "users.csv": users(10), "loans.csv": loans(2_000) });
  await hire();
  const commits = await holdCommits();
  await ask().start(id);
  await commits.reached();
  await commits.letOneIn();
  await commits.reached();
  await ask().asWeb((tx) => stopImport(tx, id));
  const stopped = await ask().ended(id);
  await commits.release();
  expect(stopped.status).toBe("stopped");
  expect(told(stopped)).toEqual([["users", 10, 10, 0, 0]]);
  expect([await usersKept(), await loansKept()]).toEqual([10, 0]);
  while (await bytesOnDisk()) await sleep(50);
  expect(await foldersLeft()).toEqual([]);
});

test("the same file twice at once goes in once", async () => {
  await hire();
  await hire();
  const ids = [
    await ask().send({ "users.csv": users(300) }),
    await ask().send({ "users.csv": users(300) }),
  ];
  await Promise.all(ids.map((id) => ask().start(id)));
  const both = await Promise.all(ids.map(ask().ended));
  expect(both.map(({ status }) => status)).toEqual(["completed", "completed"]);
  expect(both.flatMap(told).sort((one, other) => Number(other[2]) - Number(one[2]))).toEqual([
    ["users", 300, 300, 0, 0],
    ["users", 300, 0, 300, 0],
  ]);
  expect(await usersKept()).toBe(300);
});

test("a file that will not do fails with its sentence, which stays among patrons' data", async () => {
  await hire();
  const id = await ask().send({ "users.csv": "primary_id,shoe_size\na,1\n" });
  await ask().start(id, { dryRun: true });
  const failed = await ask().ended(id);
  expect([failed.status, failed.problem]).toEqual([
    "failed",
    'users.csv has the unknown column "shoe_size".',
  ]);
  expect(await tablesWith(home().pool, "shoe_size")).toEqual([
    "patron.import_chunks",
    "patron.import_problems",
  ]);
  expect(await tablesWith(home().pool, "users.csv")).not.toContain("console.audit");
});

test("a demo library is tried to be replaced without being touched, and replaced when that is agreed to", async () => {
  await fillDemo(home().url, { users: 50, loans: 100, seed: 1 });
  await hire();
  const id = await ask().send({ "users.csv": users(3) });
  await ask().start(id, { dryRun: true });
  expect(told(await ask().ended(id))).toEqual([["users", 3, 3, 0, 0]]);
  expect(await usersKept()).toBe(50);
  await expect(ask().start(id)).rejects.toThrow("an import replaces");
  await ask().start(id, { replaceDemo: true });
  expect((await ask().ended(id)).status).toBe("completed");
  expect(await usersKept()).toBe(3);
});
