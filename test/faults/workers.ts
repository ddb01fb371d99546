import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";

/** What a worker process is told beyond its database; read by preload.ts. */
export interface WorkerOrders {
  clockShiftDays?: number;
  /** Where the database is to be reached instead. */
  port?: number;
  /** Kill yourself at a statement of the first transaction of a kind: before it is sent, or as soon as it is. */
  killAt?: {
    kind: "plan" | "claim" | "batch" | "settle" | "due";
    statement: number;
    moment: "before" | "sent";
  };
  /** Load, and begin when told what to do. */
  waits?: boolean;
  megabytes?: number;
}

/** Worker processes of a program that was made of worker.ts in this folder. */
export function workerPool(url: string, program: string) {
  const running = new Set<ChildProcess>();
  const counts = { fenced: 0 };
  let spare: Promise<ChildProcess> | undefined;

  const spawn = (orders: WorkerOrders): ChildProcess => {
    const worker = fork(program, {
      execArgv: orders.megabytes ? [`--max-old-space-size=${orders.megabytes}`] : [],
      env: {
        ...process.env,
        DATABASE_URL: url,
        LETHE_WORKER_URL: url,
        LETHE_FAULTS: JSON.stringify(orders),
      },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    running.add(worker);
    worker.once("exit", () => running.delete(worker));
    worker.on("message", (message) => void (message === "fenced" && (counts.fenced += 1)));
    return worker;
  };
  const said = async (worker: ChildProcess, word: string): Promise<void> => {
    for (;;) {
      const event = await Promise.race([
        once(worker, "message").then(([message]) => ({ message: message as unknown })),
        once(worker, "exit").then(([code]) => ({ code: code as unknown })),
      ]);
      if ("code" in event)
        throw new Error(`a worker ended (${String(event.code)}) before it was ${word}`);
      if (event.message === word) return;
    }
  };
  const load = async (): Promise<ChildProcess> => {
    const worker = spawn({ waits: true });
    await said(worker, "loaded");
    return worker;
  };

  return {
    counts,
    running,
    /** A worker that is ready. */
    async start(orders: WorkerOrders = {}): Promise<ChildProcess> {
      const worker = spawn(orders);
      await said(worker, "ready");
      return worker;
    },
    /** A worker loaded ahead; the one after it is loaded meanwhile. Not ready yet, and perhaps never. */
    async next(orders: WorkerOrders = {}): Promise<ChildProcess> {
      if (orders.megabytes) return spawn(orders);
      const mine = spare ?? load();
      spare = load();
      spare.catch(() => {});
      const worker = await mine;
      worker.send(orders);
      return worker;
    },
    async kill(worker: ChildProcess): Promise<void> {
      if (worker.exitCode !== null || worker.signalCode !== null) return;
      const gone = once(worker, "exit");
      worker.kill("SIGKILL");
      await gone;
    },
    /** Leaves as at a restart; its exit code. */
    async leave(worker: ChildProcess): Promise<number> {
      const gone = once(worker, "exit");
      worker.kill("SIGTERM");
      return (await gone)[0] as number;
    },
    async end(): Promise<void> {
      await spare?.catch(() => {});
      for (const worker of running) {
        const gone = once(worker, "exit");
        worker.kill("SIGKILL");
        await gone;
      }
    },
  };
}
