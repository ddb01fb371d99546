import { sql } from "drizzle-orm";
import { fromDrizzle } from "pg-boss";
import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import { database } from "#db/client.ts";
import { sqlState } from "#db/errors.ts";
import { bossOn, runQueue, type RunMessage } from "#db/queue.ts";
import { dieWithSupervisor } from "#lib/supervised.ts";
import { watchCirculation } from "./engine/circulation.ts";
import { tend } from "./engine/tend.ts";
import { workRun } from "./engine/work-run.ts";
import { wakeOnRuns } from "./wake.ts";

/** Milliseconds between looks for lost workers and due schedules. */
const tendMilliseconds = 5_000;

const log = pino({ name: "worker" });
const db = database();
const leaving = new AbortController();

const boss = bossOn(
  {
    executeSql: (text: string, values?: unknown[]) =>
      db.transaction("lethe_worker", (tx) => fromDrizzle(tx, sql).executeSql(text, values)),
  },
  { supervise: true, superviseIntervalSeconds: 15, monitorIntervalSeconds: 15 },
);

/** Only the kind of failure is logged: a query's text and values may name a patron. */
const logFailure = (what: string, error: unknown) =>
  log.error({
    what,
    code: sqlState(error),
    kind: error instanceof Error ? error.name : typeof error,
  });

async function tendUntilLeaving(): Promise<void> {
  while (!leaving.signal.aborted) {
    await tend(db).catch((error: unknown) => logFailure("tending", error));
    await sleep(tendMilliseconds, undefined, { signal: leaving.signal }).catch(() => {});
  }
}

async function leave(): Promise<void> {
  if (leaving.signal.aborted) return;
  leaving.abort();
  await boss.stop({ graceful: true, timeout: 20_000 });
  await db.end();
  process.exit(0);
}

dieWithSupervisor(() => void leave());
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void leave());

const circulation = watchCirculation(db, leaving.signal);
await boss.start();
const hand = await boss.work<RunMessage>(
  runQueue,
  { pollingIntervalSeconds: 0.5 },
  async ([message]) => {
    if (!message) return;
    const { runId } = message.data;
    log.info({ runId }, "working");
    // The message is done with either way: a run that has not ended is called for again by `tend`.
    await workRun(db, runId, { signal: leaving.signal, circulation }).catch((error: unknown) =>
      logFailure(`run ${runId}`, error),
    );
  },
);
void tendUntilLeaving();
void wakeOnRuns(() => boss.notifyWorker(hand), leaving.signal);
log.info({ node: process.version }, "ready");
process.send?.("ready");
