import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss, type ConstructorOptions, type QueueOptions } from "pg-boss";
import type { Tx } from "./client.ts";

/** The schema that pg-boss keeps its own tables in. */
export const queueSchema = "queue";

/** "There is work on this run": any number of workers may answer. */
export const runQueue = "runs";
/** Notified with each message, so that an idle worker need not be caught by its next look. */
export const runChannel = "lethe_runs";
export interface RunMessage {
  runId: number;
}

/** "There is an import to do": one worker answers. */
export const importQueue = "imports";
export const importChannel = "lethe_imports";
export interface ImportMessage {
  importId: string;
}

const options: QueueOptions = {
  heartbeatSeconds: 15,
  expireInSeconds: 24 * 3600,
  retryLimit: 1000,
  retryDelay: 1,
};
export const queues = [runQueue, importQueue].map((name) => ({ name, options }));

/** pg-boss on a database of the caller's making; `migrate` made its tables. */
export const bossOn = (db: ConstructorOptions["db"], options: Partial<ConstructorOptions> = {}) => {
  const boss = new PgBoss({
    db,
    schema: queueSchema,
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
    ...options,
  });
  // A database that is away is told by the caller's own queries.
  boss.on("error", () => {});
  return boss;
};

/** Calls for `hands` workers in the caller's transaction: no message without its run, no run without its message. */
export async function sendRun(tx: Tx, runId: number, hands = 1): Promise<void> {
  const messages = Array.from({ length: hands }, (): RunMessage => ({ runId }));
  await send(tx, runQueue, runChannel, messages);
}

/** Calls for a run that no worker has answered yet. */
export async function callsWaiting(tx: Tx, runId: number): Promise<number> {
  const { rows } = await tx.execute<{ calls: number }>(sql`
    SELECT count(*)::int AS calls FROM ${sql.identifier(queueSchema)}.job WHERE name = ${runQueue}
      AND state < 'active' AND data ->> 'runId' = ${String(runId)}`);
  return rows[0]?.calls ?? 0;
}

/** Calls for a worker in the caller's transaction. */
export async function sendImport(tx: Tx, importId: string): Promise<void> {
  const message: ImportMessage = { importId };
  await send(tx, importQueue, importChannel, [message]);
}

async function send(tx: Tx, queue: string, channel: string, messages: object[]): Promise<void> {
  const boss = bossOn(fromDrizzle(tx, sql));
  await boss.start();
  await boss.insert(
    queue,
    messages.map((data) => ({ data })),
  );
  await boss.stop({ graceful: false });
  await tx.execute(sql`SELECT pg_notify(${channel}, '')`);
}
