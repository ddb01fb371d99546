import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { sendRun } from "#db/queue.ts";
import { testDatabase } from "../test/database.ts";

test("a message of a run that is gone is answered once, not again and again", async () => {
  const home = await testDatabase();
  const db = openDatabase(home.url);
  await db.transaction("lethe_worker", (tx) => sendRun(tx, 4711));
  const worker = fork(path.resolve("worker.ts"), {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, DATABASE_URL: home.url, LETHE_WORKER_URL: home.url },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const message = async () =>
    (await home.pool.query("SELECT state, retry_count FROM queue.job WHERE name = 'runs'")).rows;
  try {
    await once(worker, "message");
    for (let waited = 0; waited < 100; waited += 1) {
      const [job] = await message();
      if (!["created", "active"].includes(job?.state)) break;
      await sleep(100);
    }
    expect(await message()).toEqual([{ state: "completed", retry_count: 0 }]);
  } finally {
    worker.kill("SIGKILL");
    await db.end();
    await home.drop();
  }
});
