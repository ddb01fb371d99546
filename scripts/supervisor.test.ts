import { once } from "node:events";
import { expect, test } from "vitest";
import { Supervisor, type Program } from "./supervisor.ts";

const program = (body: string): Program & { pids: number[] } => {
  const pids: number[] = [];
  return {
    name: "program",
    pids,
    args: ["-e", body],
    environment: {},
    isReady: async (child) => {
      await once(child, "message");
      pids.push(child.pid ?? 0);
    },
  };
};

const SERVES =
  "process.send('ready'); process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1e6)";

test("a program that does not start is said so", async () => {
  const supervisor = new Supervisor(() => {});
  await expect(supervisor.start(program("process.exit(3)"))).rejects.toThrow("did not start");
  await supervisor.stop();
});

test(
  "a program that keeps dying is given up after five new starts",
  { timeout: 30_000 },
  async () => {
    const reason = new Promise<string>((resolve) => {
      const supervisor = new Supervisor(resolve);
      void supervisor.start(program("process.send('ready', () => process.exit(1))"));
    });
    expect(await reason).toBe("The program ended 6 times within a minute.");
  },
);

test("a stopped program ends and stays ended", async () => {
  const supervisor = new Supervisor(() => {});
  const serving = program(SERVES);
  await supervisor.start(serving);
  await supervisor.stop();
  expect(() => process.kill(serving.pids[0] ?? 0, 0)).toThrow("ESRCH");
});

test("a task runs once to its end, and is ended with the rest", async () => {
  const supervisor = new Supervisor(() => {});
  const task = (body: string) => ({ name: "task", args: ["-e", body], environment: {} });
  expect(await supervisor.runOnce(task("process.exit(7)"))).toBe(7);
  const endless = supervisor.runOnce(task("setInterval(() => {}, 1e6)"));
  await supervisor.stop();
  expect(await endless).toBeNull();
  expect(await supervisor.runOnce(task(""))).toBeNull();
});
