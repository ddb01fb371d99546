import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { addressOf } from "#db/client.ts";
import { runChannel } from "#db/queue.ts";

const reconnectMilliseconds = 5_000;

/**
 * Calls `wake` as soon as a run is asked for, so that nobody waits for the next look into the queue.
 * Where notifications do not arrive, as behind a transaction pooler, the worker's own looks remain.
 */
export async function wakeOnRuns(wake: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: addressOf("lethe_worker"),
      keepAlive: true,
      application_name: "lethe wake",
    });
    const lost = new Promise<void>((resolve) => {
      client.once("error", () => resolve());
      client.once("end", () => resolve());
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    try {
      await client.connect();
      client.on("notification", wake);
      await client.query(`LISTEN ${runChannel}`);
      await lost;
    } catch {
      // The worker's own queries tell that the database is away.
    }
    await client.end().catch(() => {});
    await sleep(reconnectMilliseconds, undefined, { signal }).catch(() => {});
  }
}
