import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { addressOf } from "#db/client.ts";

const reconnectMilliseconds = 5_000;

/**
 * Calls what a channel wakes as soon as work is asked for, so that nobody waits for the next look into
 * its queue. Where notifications do not arrive, as behind a transaction pooler, the worker's own looks
 * remain.
 */
export async function wakeOn(
  wakes: Record<string, () => void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const over = new AbortController();
    const client = new pg.Client({
      connectionString: addressOf("lethe_worker"),
      keepAlive: true,
      application_name: "lethe wake",
    });
    const lost = new Promise<void>((resolve) => {
      client.once("error", () => resolve());
      client.once("end", () => resolve());
      signal.addEventListener("abort", () => resolve(), { signal: over.signal });
    });
    try {
      await client.connect();
      client.on("notification", ({ channel }) => wakes[channel]?.());
      for (const channel of Object.keys(wakes)) await client.query(`LISTEN ${channel}`);
      await lost;
    } catch {
      // The worker's own queries tell that the database is away.
    }
    over.abort();
    await client.end().catch(() => {});
    await sleep(reconnectMilliseconds, undefined, { signal }).catch(() => {});
  }
}
