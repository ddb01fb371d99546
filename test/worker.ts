import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { inject } from "vitest";

/** A worker on the database at `url`, in a process of its own; ready when this resolves. */
export async function startWorker(
  url: string,
  environment: Record<string, string> = {},
): Promise<ChildProcess> {
  const worker = fork(inject("programs").worker, {
    // Not those of the process that tests.
    execArgv: [],
    env: { ...process.env, DATABASE_URL: url, LETHE_WORKER_URL: url, ...environment },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(worker, "message");
  return worker;
}
