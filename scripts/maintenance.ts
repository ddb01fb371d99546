import { setTimeout as sleep } from "node:timers/promises";
import { withLogin } from "../cli/connection.ts";
import { erasureIsOwed } from "#db/queries/erasure.ts";
import type { Supervisor } from "./supervisor.ts";

/** Between looks whether a run has left something to erase; longer where a maintenance has left something to wait for. */
const LOOK_MS = 60_000;
const REST_MS = 5 * LOOK_MS;

/** Has what runs have removed erased, in a process of its own that acts as the owner of the tables. */
export async function keepErasing(url: string, supervisor: Supervisor, leaving: AbortSignal) {
  const isOwed = () => withLogin(url, erasureIsOwed).catch(() => false);
  while (!leaving.aborted) {
    let waits = false;
    if ((await isOwed()) && !leaving.aborted) {
      const code = await supervisor.runOnce({
        name: "maintenance",
        args: ["--import", "tsx", "cli/main.ts", "maintain"],
        environment: { DATABASE_URL: url },
      });
      if (code !== 0 && !leaving.aborted)
        console.error("The maintenance did not get to its end and is tried again in five minutes.");
      waits = code !== 0 || (await isOwed());
    }
    await sleep(waits ? REST_MS : LOOK_MS, undefined, { signal: leaving }).catch(() => {});
  }
}
