import { sql } from "drizzle-orm";
import { fromDrizzle } from "pg-boss";
import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import { addressOf, database } from "#db/client.ts";
import { sqlState } from "#db/errors.ts";
import {
  bossOn,
  importChannel,
  importQueue,
  runChannel,
  runQueue,
  type ImportMessage,
  type RunMessage,
} from "#db/queue.ts";
import { tendImports } from "#imports/work/tend.ts";
import { workImport } from "#imports/work/work-import.ts";
import { watchCirculation } from "#jobs/engine/circulation.ts";
import { watchingPressure } from "#jobs/engine/pressure.ts";
import { tend } from "#jobs/engine/tend.ts";
import { workRun } from "#jobs/engine/work-run.ts";
import { joinInTurn } from "#jobs/join-in-turn.ts";
import { sendMails } from "#jobs/mail/send-mails.ts";
import { wakeOn } from "#jobs/wake.ts";
import { dieWithSupervisor } from "#lib/supervised.ts";

/*
 * The process that works: runs of jobs and imports, which know nothing of each other. It stands above
 * both, as the pages do.
 */

/** Milliseconds between looks for lost workers and due schedules. */
const tendMilliseconds = 5_000;
/** Milliseconds between looks for mails to send. */
const mailMilliseconds = 3_000;
/** Milliseconds between looks for who came into a held set. */
const joinMilliseconds = 60_000;
/** A mail that is being handed over is waited for this long, as is a batch. */
const leaveMilliseconds = 20_000;
const polling = { pollingIntervalSeconds: 0.5 };

const log = pino({ name: "worker" });
const db = database();
let mailing: Promise<void> = Promise.resolve();
const leaving = new AbortController();
const { signal } = leaving;

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

/** Again and again, beside everything else: what is slow in one of them keeps none of the others waiting. */
async function untilLeaving(milliseconds: number, work: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    await work();
    await sleep(milliseconds, undefined, { signal }).catch(() => {});
  }
}

async function tendAll(): Promise<void> {
  await tend(db, signal).catch((error: unknown) => logFailure("tending", error));
  await tendImports(db, Date.now()).catch((error: unknown) => logFailure("tending imports", error));
}

const mail = () =>
  sendMails(db, { signal }).catch((error: unknown) => logFailure("sending mail", error));

/** A run does so itself before it looks at anybody; between runs previews and explanations count on it. */
const joinHeld = () =>
  joinInTurn(db, signal).catch(
    (error: unknown) => signal.aborted || logFailure("joining held sets", error),
  );

async function leave(): Promise<void> {
  if (signal.aborted) return;
  leaving.abort();
  // What has just begun cannot be stopped by halves.
  await Promise.race([starting, sleep(leaveMilliseconds)]);
  await boss.stop({ graceful: true, timeout: leaveMilliseconds });
  await Promise.race([mailing, sleep(leaveMilliseconds)]);
  await db.end();
  process.exit(0);
}

dieWithSupervisor(() => void leave());
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => void leave());

const circulation = watchCirculation(db, signal);

async function start(): Promise<void> {
  await boss.start();
  // Else nobody could see for the first seconds that a worker is there.
  await boss.supervise().catch((error: unknown) => logFailure("supervising", error));
  // A message is done with either way: what has not ended is called for again by tending.
  const onRuns = await boss.work<RunMessage>(runQueue, polling, async ([message]) => {
    if (!message) return;
    const { runId } = message.data;
    log.info({ runId }, "working");
    await watchingPressure(db, signal, (pressure) =>
      workRun(db, runId, { signal, circulation, pressure }),
    ).catch((error: unknown) => logFailure(`run ${runId}`, error));
  });
  const onImports = await boss.work<ImportMessage>(importQueue, polling, async ([message]) => {
    if (!message) return;
    const { importId } = message.data;
    log.info({ importId }, "importing");
    await workImport(db, importId, { url: addressOf("lethe_import"), signal }).catch(
      (error: unknown) => logFailure(`import ${importId}`, error),
    );
  });
  void untilLeaving(tendMilliseconds, tendAll);
  void untilLeaving(joinMilliseconds, joinHeld);
  mailing = untilLeaving(mailMilliseconds, mail);
  void wakeOn(
    {
      [runChannel]: () => boss.notifyWorker(onRuns),
      [importChannel]: () => boss.notifyWorker(onImports),
    },
    signal,
  );
}

const starting = start();
await starting;
log.info({ node: process.version }, "ready");
process.send?.("ready");
