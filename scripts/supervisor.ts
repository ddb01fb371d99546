import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

const RESTARTS = 5;
const WITHIN_MS = 60_000;
const FIRST_DELAY_MS = 200;
const GRACE_MS = 25_000;
/** Until then what a program printed before it said that it is ready has been read. */
const READ_MS = 100;

export type Task = {
  name: string;
  args: string[];
  environment: Record<string, string | undefined>;
};

export type Program = Task & {
  isReady(child: ChildProcess): Promise<void>;
  /** What it prints before it is ready is shown only if it does not become so. */
  isQuiet?: boolean;
};

/** Keeps Node programs running until it is stopped. */
export class Supervisor {
  #children = new Map<string, ChildProcess>();
  #stopping = false;
  #giveUp: (reason: string) => void;
  #output: Writable;

  constructor(giveUp: (reason: string) => void, output: Writable = process.stdout) {
    this.#giveUp = giveUp;
    this.#output = output;
  }

  /** Resolves when the program is ready; from then on it is started again whenever it dies. */
  async start(program: Program): Promise<void> {
    const { child, ready } = this.#launch(program);
    await ready;
    void this.#keep(program, child);
  }

  #launch(program: Program): { child: ChildProcess; ready: Promise<void> } {
    const child = this.#spawn(program, program.isQuiet ? "pipe" : "inherit");
    const died = once(child, "exit").then(() => {
      throw new Error(`The ${program.name} did not start; what it said is above.`);
    });
    died.catch(() => {});
    const isReady = Promise.race([program.isReady(child), died]);
    const ready = child.stdout ? greetingLess(child.stdout, isReady, this.#output) : isReady;
    ready.catch(() => {});
    return { child, ready };
  }

  /** Resolves with the exit code when the task has ended; null if it was killed. What it prints is not shown, but for errors. */
  async runOnce(task: Task): Promise<number | null> {
    if (this.#stopping) return null;
    const child = this.#spawn(task, "ignore");
    await once(child, "exit");
    return child.exitCode;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#children.values()].map(end));
  }

  async #keep(program: Program, first: ChildProcess): Promise<void> {
    const deaths: number[] = [];
    for (let child = first; ; child = this.#launch(program).child) {
      const end = hasEnded(child) ? [child.exitCode, child.signalCode] : await once(child, "exit");
      if (this.#stopping) return;
      deaths.push(performance.now());
      const recent = deaths.filter((death) => death > performance.now() - WITHIN_MS).length;
      if (recent > RESTARTS) {
        return this.#giveUp(`The ${program.name} ended ${recent} times within a minute.`);
      }
      console.error(`The ${program.name} ended (${end[1] ?? end[0]}) and is started again.`);
      await sleep(FIRST_DELAY_MS * 2 ** (recent - 1));
      if (this.#stopping) return;
    }
  }

  #spawn(
    { name, args, environment }: Task,
    output: "inherit" | "ignore" | "pipe" = "inherit",
  ): ChildProcess {
    const child = spawn(process.execPath, args, {
      env: {
        ...process.env,
        ...environment,
        LETHE_SUPERVISOR_PID: String(process.pid),
      },
      stdio: ["ignore", output, "inherit", "ipc"],
      // In a group of its own: Ctrl-C reaches the supervisor alone, which ends its programs in order.
      detached: true,
    });
    this.#children.set(name, child);
    return child;
  }
}

/** Passes on what is printed from `ready` on, and what was printed before where that fails. */
async function greetingLess(from: Readable, ready: Promise<void>, to: Writable): Promise<void> {
  const before: unknown[] = [];
  const hold = (chunk: unknown) => before.push(chunk);
  from.on("data", hold);
  try {
    await ready;
    await sleep(READ_MS);
  } catch (error) {
    for (const chunk of before) to.write(chunk);
    throw error;
  } finally {
    from.off("data", hold);
    from.pipe(to, { end: false });
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const impatience = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  await ended;
  clearTimeout(impatience);
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
