import type { ChildProcess } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readRun } from "#db/queries/job-runs.ts";
import { lettersWaiting } from "#db/queries/letter-outbox.ts";
import { startSmtpServer, type SmtpServer } from "../../test/smtp-server.ts";
import { startWorker } from "../../test/worker.ts";
import { abortRun } from "../engine/abort.ts";
import { claimBulk } from "../engine/bulk.ts";
import { gatherMembers } from "../engine/gather.ts";
import { prepareRun } from "../engine/prepare.ts";
import { release, workBatch } from "../engine/work-batch.ts";
import { freshMembers } from "../update-users/testing.ts";
import { sendMails } from "./send-mails.ts";
import { withholdLetters } from "./withhold-letters.ts";

/* Letters that wait are not sent while a kill switch is engaged, and never where somebody decides so. */

const { pool, url, db, rows, value, run, start, work, events } = freshMembers();
const notify = { to: "everybody", subject: "Your account", body: "It closes." } as const;

let server: SmtpServer;
let worker: ChildProcess | undefined;
beforeEach(async () => {
  server = await startSmtpServer("good");
});
afterEach(async () => {
  worker?.kill("SIGKILL");
  worker = undefined;
  vi.unstubAllEnvs();
  await server.close();
});

const setMailServer = () =>
  pool().query(
    "UPDATE console.mail_settings SET host = '127.0.0.1', port = $1, security = 'none', sender = 'lethe@example.org'",
    [server.port],
  );
const send = () => sendMails(db());
const told = () => server.mails.map(({ to }) => to).toSorted();
const everybody = ["u1@example.org", "u2@example.org", "u3@example.org"];
const asWeb = <T>(work: Parameters<ReturnType<typeof db>["transaction"]>[1]) =>
  db().transaction("lethe_web", work) as Promise<T>;
const withhold = (id: number) => asWeb((tx) => withholdLetters(tx, id));
const waitingOf = async (id: number) =>
  (await asWeb<{ lettersWaiting: number }>((tx) => readRun(tx, id))).lettersWaiting;

test.each(["all", "update-users"])(
  "while the kill switch of %s is engaged no letter leaves; released, they do",
  async (scope) => {
    await run({ notify }, { confirm: 3 });
    await setMailServer();
    await rows("INSERT INTO console.kill_switches (scope, reason) VALUES ($1, '')", [scope]);
    await send();
    expect(told()).toEqual([]);
    await rows("DELETE FROM console.kill_switches");
    await rows("INSERT INTO console.kill_switches (scope, reason) VALUES ('anonymization', '')");
    await send();
    expect(told()).toEqual(everybody);
  },
);

test("by a file, too: a real worker sends them once it is gone", async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "lethe-stop-"));
  await fs.writeFile(path.join(folder, "stop-update-users"), "");
  await run({ notify }, { confirm: 3 });
  await setMailServer();
  vi.stubEnv("LETHE_DATA", folder);
  await send();
  expect(told()).toEqual([]);
  worker = await startWorker(url(), { LETHE_DATA: folder });
  // It has looked for mails: one of a run's end is sent, for which no switch stands in the way.
  await rows(
    "INSERT INTO console.outbox (run_id, recipient, subject, body) SELECT id, 'staff@example.org', '', '' FROM console.job_runs",
  );
  await expect.poll(told, { timeout: 30_000 }).toEqual(["staff@example.org"]);
  await expect
    .poll(() => value("SELECT count(*)::int FROM console.outbox WHERE sent_at IS NULL"))
    .toBe(0);
  expect(await value("SELECT count(*)::int FROM patron.letters WHERE attempts > 0")).toBe(0);
  await fs.rm(path.join(folder, "stop-update-users"));
  await expect.poll(told, { timeout: 30_000 }).toEqual(["staff@example.org", ...everybody]);
  await fs.rm(folder, { recursive: true });
});

test("what waits of an aborted run is not sent once somebody decides so, and what another wrote is", async () => {
  const { id } = await start({ notify }, { confirm: 3 });
  await db().transaction("lethe_import", (tx) => gatherMembers(tx, id));
  const { job, run: prepared } = await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
  await db().transaction("lethe_worker", async (tx) => {
    const bulk = (await claimBulk(tx, id))!;
    await workBatch(tx, job, prepared, bulk, 2, { size: 2, factor: null });
    await release(tx, bulk);
  });
  await asWeb((tx) => abortRun(tx, id));
  expect(await work(id)).toMatchObject({ status: "aborted" });
  expect(await waitingOf(id)).toBe(2);
  const other = await run({ notify }, { confirm: 3 });
  expect(await waitingOf(id)).toBe(2);
  expect(await waitingOf(other.id)).toBe(3);

  expect(await withhold(id)).toEqual({
    action: "run.withholdLetters",
    subject: `run ${id}`,
    after: { letters: 2 },
  });
  expect(await waitingOf(id)).toBe(0);
  expect(await waitingOf(other.id)).toBe(3);
  expect(await events(id)).toContain("2 letters that waited are not sent: somebody decided so.");
  expect(await asWeb((tx) => lettersWaiting(tx))).toEqual([
    { state: "waiting", letters: 3 },
    { state: "withheld", letters: 2 },
  ]);
  await setMailServer();
  worker = await startWorker(url());
  await expect.poll(told, { timeout: 30_000 }).toEqual(everybody);
  await send();
  expect(told()).toEqual(everybody);
  await expect(withhold(id)).rejects.toThrow("No letter of this run waits to be sent.");
  await expect(withhold(999)).rejects.toThrow("There is no run 999.");
});

test("what is being handed over is not touched, and what is tried again is given up", async () => {
  const { id } = await run({ notify }, { confirm: 3 });
  await rows("UPDATE patron.letters SET attempts = 1, attempted_at = now() WHERE user_id < 3");
  await rows("UPDATE patron.letters SET problem = 'Away.' WHERE user_id = 2");
  await withhold(id);
  expect(
    await rows(
      "SELECT user_id::int AS user, attempts, attempted_at IS NULL AS untried, problem FROM patron.letters ORDER BY 1",
    ),
  ).toEqual([
    { user: 1, attempts: 1, untried: false, problem: null },
    ...[2, 3].map((user) => ({
      user,
      attempts: 5,
      untried: true,
      problem: "Somebody decided that it is not sent.",
    })),
  ]);
});
