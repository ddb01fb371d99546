import { once } from "node:events";
import { PassThrough } from "node:stream";
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

test("a quiet program is heard from when it is ready, and from the beginning where it never is", async () => {
  const heard = async (body: string) => {
    const output = new PassThrough();
    const supervisor = new Supervisor(() => {}, output);
    const started = supervisor.start({ ...program(body), isQuiet: true });
    await started.catch(() => {});
    const first =
      output.readableLength > 0 ? output : await once(output, "readable").then(() => output);
    await supervisor.stop();
    return String(first.read());
  };
  const later = "setTimeout(() => console.log('working'), 500)";
  expect(await heard(`console.log('welcome'); ${SERVES}; ${later}`)).toBe("working\n");
  expect(await heard("console.log('cannot begin'); process.exit(3)")).toBe("cannot begin\n");
});

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
