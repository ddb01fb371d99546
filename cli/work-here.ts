import { readRun, type Run, type RunStatus } from "#db/queries/job-runs.ts";
import { watchCirculation } from "#jobs/engine/circulation.ts";
import { watchingPressure, type Pressure } from "#jobs/engine/pressure.ts";
import { workRun } from "#jobs/engine/work-run.ts";
import { runStatusNames } from "#lib/run-words.ts";
import type { Terminal } from "./command.ts";
import type { Connection } from "./connection.ts";

/** Ctrl-C ends the wait after the batch at hand, not the run. */
export async function workHere(
  { db }: Connection,
  id: number,
  terminal: Terminal,
): Promise<Run | null> {
  const leaving = new AbortController();
  const leave = () => {
    if (!leaving.signal.aborted) terminal.say("Finishing the batch at hand.");
    leaving.abort();
  };
  process.on("SIGINT", leave).on("SIGTERM", leave);
  const watching = new AbortController();
  const circulation = watchCirculation(db, watching.signal);
  const { signal } = leaving;
  try {
    const onWait = sayingOfPauses(id, terminal);
    await watchingPressure(db, signal, (watched) => {
      const say = (factor: string) =>
        terminal.say(`Run ${id} waits for ${factor}, and goes on by itself.`);
      const pressure = telling(watched, say);
      return workRun(db, id, { signal, untilEnded: true, circulation, pressure, onWait });
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    watching.abort();
    process.off("SIGINT", leave).off("SIGTERM", leave);
  }
  const found = await db.transaction("lethe_web", (tx) => readRun(tx, id));
  if (!found?.endedAt) {
    terminal.say(
      `Run ${id} is not at its end (${found ? runStatusNames[found.status] : "gone"}). Another worker goes on with it; \`abort ${id}\` stops it.`,
    );
  }
  return found;
}

/** A wait that nothing ends by itself says so, once for each pause. */
function sayingOfPauses(id: number, terminal: Terminal): (status: RunStatus) => void {
  let last: RunStatus | undefined;
  return (status) => {
    if (status === "paused" && last !== "paused")
      terminal.say(
        `Run ${id} is paused. \`resume ${id}\` lets it go on, \`abort ${id}\` stops it; Ctrl-C ends this wait alone.`,
      );
    last = status;
  };
}

/** Tells each thing that the run waits for, once. */
function telling(pressure: Pressure, tell: (factor: string) => void): Pressure {
  let told: string | null = null;
  return {
    factor() {
      const factor = pressure.factor();
      if (factor !== null && factor !== told) tell(factor);
      told = factor;
      return factor;
    },
  };
}
