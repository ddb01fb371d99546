import { recordChange } from "#db/queries/audit.ts";
import { readRun } from "#db/queries/job-runs.ts";
import { pauseRun } from "#jobs/engine/pause.ts";
import { onlyOperand, runNumber } from "./arguments.ts";
import { command } from "./command.ts";

export const pause = command({
  name: "pause",
  summary: "Ask a run to wait before its next batch. `resume` lets it go on.",
  usage: "pause <id>",
  options: {},
  examples: ["pause 12"],

  async run({ positionals, connect }) {
    const id = runNumber(onlyOperand(positionals, "which run"));
    const { db } = await connect();
    const run = await db.transaction("lethe_web", async (tx) => {
      await recordChange(tx, "operator", await pauseRun(tx, id));
      return readRun(tx, id);
    });
    return {
      json: { id, status: run?.status },
      text: run?.isPausing
        ? `Run ${id} is pausing: a batch at work is finished first, and cannot be undone.`
        : `Run ${id} is paused. What was committed stays done.`,
    };
  },
});
