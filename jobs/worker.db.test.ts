import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { sendRun } from "#db/queue.ts";
import { testDatabase } from "../test/database.ts";
import { untilSomebodyWaits } from "../test/waiting.ts";
import { beginWorker, startWorker } from "../test/worker.ts";

test("a message of a run that is gone is answered once, not again and again", async () => {
  const home = await testDatabase();
  const db = openDatabase(home.url);
  await db.transaction("lethe_worker", (tx) => sendRun(tx, 4711));
  const worker = await startWorker(home.url);
  const message = async () =>
    (await home.pool.query("SELECT state, retry_count FROM queue.job WHERE name = 'runs'")).rows;
  try {
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

test("who is told to leave while it begins leaves as one who has begun", async () => {
  const home = await testDatabase();
  const holder = await home.pool.connect();
  await holder.query("BEGIN; LOCK TABLE queue.queue");
  const worker = beginWorker(home.url);
  const ended = once(worker, "exit");
  try {
    await untilSomebodyWaits(home.pool);
    worker.kill("SIGTERM");
    // It has heard that before it can go on.
    await sleep(500);
    await holder.query("COMMIT");
    expect(await ended).toEqual([0, null]);
  } finally {
    worker.kill("SIGKILL");
    holder.release();
    await home.drop();
  }
});
