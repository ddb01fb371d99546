import { setTimeout as sleep } from "node:timers/promises";
import { withLogin } from "../cli/connection.ts";
import { erasureIsOwed } from "#db/queries/erasure.ts";
import type { Supervisor } from "./supervisor.ts";

/** Between looks whether a run has left something to erase; and after a maintenance, since it may have to wait for long. */
const LOOK_MS = 60_000;
const REST_MS = 5 * LOOK_MS;

/** Has what runs have removed erased, in a process of its own that acts as the owner of the tables. */
export async function keepErasing(url: string, supervisor: Supervisor, leaving: AbortSignal) {
  while (!leaving.aborted) {
    const owed = await withLogin(url, erasureIsOwed).catch(() => false);
    if (owed && !leaving.aborted) {
      const code = await supervisor.runOnce({
        name: "maintenance",
        args: ["--import", "tsx", "cli/main.ts", "maintain"],
        environment: { DATABASE_URL: url },
      });
      if (code !== 0 && !leaving.aborted)
        console.error("The maintenance did not get to its end and is tried again in five minutes.");
    }
    await sleep(owed ? REST_MS : LOOK_MS, undefined, { signal: leaving }).catch(() => {});
  }
}
