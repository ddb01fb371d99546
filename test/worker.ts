import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { sql } from "drizzle-orm";
import { inject } from "vitest";
import type { Database } from "#db/client.ts";
import { sendRun } from "#db/queue.ts";
import { isLong } from "./short-or-long.ts";

/** A worker on the database at `url`, in a process of its own; ready when this resolves. */
export async function startWorker(
  url: string,
  environment: Record<string, string> = {},
): Promise<ChildProcess> {
  const worker = beginWorker(url, environment);
  await once(worker, "message");
  return worker;
}

/** The same, which still has to begin. */
export const beginWorker = (url: string, environment: Record<string, string> = {}): ChildProcess =>
  fork(inject("programs").worker, {
    // Not those of the process that tests.
    execArgv: [],
    env: { ...process.env, DATABASE_URL: url, LETHE_WORKER_URL: url, ...environment },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });

/**
 * Lets the bulks of dead workers be taken at once, and calls for somebody to take them. In the long form
 * their leases run out, and the call comes by itself.
 */
export async function endLeases(db: Database, runId: number): Promise<void> {
  if (isLong) return;
  await db.transaction("lethe_worker", async (tx) => {
    await tx.execute(
      sql`UPDATE console.job_bulks SET heartbeat_at = heartbeat_at - interval '1 minute' WHERE run_id = ${runId} AND status = 'working'`,
    );
    await sendRun(tx, runId);
  });
}
