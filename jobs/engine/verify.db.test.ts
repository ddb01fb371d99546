import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { retrying } from "./retrying.ts";
import { anonymization } from "../anonymize/job.ts";
import { abortRun } from "./abort.ts";
import { claimBulk, workBulk } from "./bulk.ts";
import type { AnyJob, Verdict } from "./job.ts";
import { pauseRun, resumeRun } from "./pause.ts";
import { settleRun } from "./settle.ts";
import { tend } from "./tend.ts";
import { freshLoans } from "./testing.ts";
import { acknowledgeVerdict, verifyRun } from "./verify.ts";

const fresh = freshLoans(2_000);
const { signal } = new AbortController();

/** The job with a verifier that answers with what `ask` finds. */
const verified = (ask: (tx: Tx) => Promise<number> | number): AnyJob => ({
  ...anonymization,
  async verify(tx): Promise<Verdict> {
    await tx.execute(sql`SELECT count(*) FROM patron.loan_links`);
    const found = await ask(tx);
    return {
      good: found === 0,
      checks: [{ name: "Nothing is left", how: "counted", found, good: found === 0 }],
    };
  },
});

/** A run whose last batch is in. */
async function worked(): Promise<{ id: number; run: Parameters<typeof verifyRun>[2] }> {
  const { id } = await fresh.start();
  const { job, run } = await fresh.prepare(id);
  const claim = () => fresh.db().transaction("lethe_worker", (tx) => claimBulk(tx, id));
  for (let bulk = await claim(); bulk; bulk = await claim()) {
    await workBulk(fresh.db(), job, run, bulk, signal);
  }
  return { id, run };
}
const settle = (job: AnyJob, run: Parameters<typeof verifyRun>[2]) =>
  retrying(() => fresh.db().transaction("lethe_worker", (tx) => settleRun(tx, job, run)), signal);
const verdict = async (id: number) =>
  (
    await fresh.rows(
      `SELECT status, verdict, verdict_checks FROM console.job_runs WHERE id = ${id}`,
    )
  )[0];

test("a verifier that takes long is not taken for dead", async () => {
  const { id, run } = await worked();
  const job = verified(async () => {
    await tend(fresh.db());
    expect(await fresh.status(id)).toBe("running");
    return 0;
  });
  await settle(job, run);
  await fresh.rows(`
    UPDATE console.job_runs SET submitted_at = now() - interval '5 minutes', started_at = now() - interval '5 minutes';
    UPDATE console.job_bulks SET heartbeat_at = now() - interval '5 minutes';
    UPDATE console.job_events SET at = now() - interval '5 minutes'`);
  expect(await verifyRun(fresh.db(), job, run, signal)).toBe("completed");
});

test("the verdict is there when the run has ended, and not before", async () => {
  const { id, run } = await worked();
  const job = verified(() => 0);
  expect(await settle(job, run)).toBe("unverified");
  expect(await verdict(id)).toMatchObject({ status: "running", verdict: null });
  expect(await verifyRun(fresh.db(), job, run, signal)).toBe("completed");
  expect(await verdict(id)).toEqual({
    status: "completed",
    verdict: "good",
    verdict_checks: [{ name: "Nothing is left", how: "counted", found: 0, good: true }],
  });
});

test("a run that was aborted is looked at as far as it went, and one that did nothing is not", async () => {
  const { id, run } = await worked();
  const asked: boolean[] = [];
  const job: AnyJob = {
    ...anonymization,
    verify: (tx, of, whole) => {
      asked.push(whole);
      return anonymization.verify!(tx, of, whole);
    },
  };
  await fresh.db().transaction("lethe_web", (tx) => abortRun(tx, id));
  expect(await settle(job, run)).toBe("unverified");
  expect(await verifyRun(fresh.db(), job, run, signal)).toBe("aborted");
  expect(asked).toEqual([false]);
  const ended = await verdict(id);
  expect(ended).toMatchObject({ status: "aborted", verdict: "good" });
  expect(await fresh.tablesOfRuns()).toBe(0);
  expect(JSON.stringify(ended)).toContain("Nothing was anonymized against the rules");
  expect(JSON.stringify(ended)).not.toContain("Nothing that the rules let go is left");
  expect(await fresh.events(id)).toContain("Verified, as far as it went.");

  const { id: untouched } = await fresh.start();
  await fresh.db().transaction("lethe_web", (tx) => abortRun(tx, untouched));
  await fresh.work(untouched);
  expect(await verdict(untouched)).toMatchObject({ status: "aborted", verdict: null });
});

test("one hand verifies, however many come", async () => {
  const { id, run } = await worked();
  let looks = 0;
  const job = verified(async () => {
    looks += 1;
    await sleep(1_000);
    return 0;
  });
  await Promise.all(Array.from({ length: 5 }, () => verifyRun(fresh.db(), job, run, signal)));
  expect(await verdict(id)).toMatchObject({ status: "completed", verdict: "good" });
  expect(looks).toBe(1);
});

test("how old a row is does not change with what others write while it is looked at", async () => {
  const { run } = await worked();
  const third = sql`SELECT (pg_current_xact_id()::text::numeric - age('3'::xid))::int AS third`;
  const numbers: unknown[] = [];
  const job: AnyJob = {
    ...anonymization,
    async verify(tx) {
      await tx.execute(sql`SELECT age('3'::xid)`);
      for (let n = 0; n < 5; n += 1)
        await fresh
          .db()
          .transaction("lethe_web", (other) => other.execute(sql`SELECT pg_current_xact_id()`));
      numbers.push((await tx.execute<{ third: number }>(third)).rows[0]?.third);
      return { good: true, checks: [] };
    },
  };
  expect(await verifyRun(fresh.db(), job, run, signal)).toBe("completed");
  expect(numbers).toEqual([3]);
});

test("a verdict that is given while the next run is asked for keeps it from beginning", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  const verifier = await fresh.pool().connect();
  await verifier.query(
    `BEGIN; UPDATE console.job_runs SET status = 'completedWithWarnings', ended_at = now(), verdict = 'bad', verdict_checks = '[]' WHERE id = ${id}`,
  );
  const asked = expect(fresh.start()).rejects.toThrow(`the verifier disagrees with run ${id}`);
  await untilSomebodyWaits(fresh.pool());
  await verifier.query("COMMIT");
  verifier.release();
  await asked;
  expect(await fresh.number("SELECT count(*) FROM console.job_runs")).toBe(1);
});

test("and so while a schedule's is begun, which is passed over", async () => {
  const { id } = await fresh.start();
  await fresh.prepare(id);
  await fresh.rows(
    "UPDATE console.schedules SET active = true, next_run_at = now() WHERE job = 'anonymization'",
  );
  const verifier = await fresh.pool().connect();
  await verifier.query(
    `BEGIN; UPDATE console.job_runs SET status = 'completedWithWarnings', ended_at = now(), verdict = 'bad', verdict_checks = '[]' WHERE id = ${id}`,
  );
  const tending = tend(fresh.db());
  await untilSomebodyWaits(fresh.pool());
  await verifier.query("COMMIT");
  verifier.release();
  await tending;
  expect(await fresh.number("SELECT count(*) FROM console.job_runs")).toBe(1);
  const passed = await fresh.rows<{ why: string }>(
    "SELECT after ->> 'why' AS why FROM console.audit WHERE action = 'schedule.pass'",
  );
  expect(passed).toEqual([{ why: expect.stringContaining("the verifier disagrees") as unknown }]);
});

test("whoever is asked to leave breaks off, and another verifies", async () => {
  const { id, run } = await worked();
  const leaving = new AbortController();
  const endless: AnyJob = {
    ...anonymization,
    async verify(tx) {
      setImmediate(() => leaving.abort());
      await tx.execute(sql`SELECT pg_sleep(300)`);
      return { good: true, checks: [] };
    },
  };
  await expect(verifyRun(fresh.db(), endless, run, leaving.signal)).rejects.toThrow();
  expect(await verdict(id)).toMatchObject({ status: "running", verdict: null });
  const job = verified(() => 0);
  expect(await verifyRun(fresh.db(), job, run, signal)).toBe("completed");
});

test("a run that is paused while it is verified is verified again when it goes on", async () => {
  const { id, run } = await worked();
  const asWeb = fresh.db();
  let looks = 0;
  const job = verified(async () => {
    looks += 1;
    if (looks === 1) await asWeb.transaction("lethe_web", (tx) => pauseRun(tx, id));
    return 0;
  });
  expect(await verifyRun(fresh.db(), job, run, signal)).toBe("paused");
  expect(await verdict(id)).toMatchObject({ status: "paused", verdict: null });
  await asWeb.transaction("lethe_web", (tx) => resumeRun(tx, id));
  expect(await verifyRun(fresh.db(), job, run, signal)).toBe("completed");
});

test("a bad verdict keeps the job from running until somebody has looked at it", async () => {
  const { id, run } = await worked();
  await verifyRun(
    fresh.db(),
    verified(() => 3),
    run,
    signal,
  );
  expect(await verdict(id)).toMatchObject({ status: "completedWithWarnings", verdict: "bad" });
  await expect(fresh.start()).rejects.toThrow(`the verifier disagrees with run ${id}`);
  await fresh.rows(
    "INSERT INTO console.staff (id, name, email) VALUES ('anna', 'Anna', 'a@example.org')",
  );
  const acknowledge = (run: number) =>
    fresh.db().transaction("lethe_web", (tx) => acknowledgeVerdict(tx, run, "anna"));
  await acknowledge(id);
  await expect(acknowledge(id)).rejects.toThrow("no bad verdict that waits");
  await expect(acknowledge(99)).rejects.toThrow("There is no run 99");
  expect(await fresh.start()).toEqual({ id: id + 1 });
});

test("the last verdict counts: a good one before it lets no job run", async () => {
  const { id: good } = await fresh.start();
  await fresh.work(good);
  expect(await verdict(good)).toMatchObject({ verdict: "good" });
  const { id, run } = await worked();
  await verifyRun(
    fresh.db(),
    verified(() => 3),
    run,
    signal,
  );
  await expect(fresh.start()).rejects.toThrow(`the verifier disagrees with run ${id}`);
});

test("all that a verifier asks is of one moment, whatever others commit meanwhile", async () => {
  const { id, run } = await worked();
  const links = async (tx: Tx) =>
    (await tx.execute<{ n: number }>(sql`SELECT count(*)::int AS n FROM patron.loan_links`))
      .rows[0]!.n;
  const job = verified(async (tx) => {
    const before = await links(tx);
    await fresh.rows("DELETE FROM patron.loan_links WHERE loan_id = 7");
    return before - (await links(tx));
  });
  expect(await verifyRun(fresh.db(), job, run, signal)).toBe("completed");
  expect(await verdict(id)).toMatchObject({ verdict: "good" });
});
