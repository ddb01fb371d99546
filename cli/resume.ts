import { recordChange } from "#db/queries/audit.ts";
import { readRun } from "#db/queries/job-runs.ts";
import { resumeRun } from "#jobs/engine/pause.ts";
import { onlyOperand, runNumber } from "./arguments.ts";
import { command } from "./command.ts";

export const resume = command({
  name: "resume",
  summary: "Let a paused run go on where it stood.",
  usage: "resume <id>",
  options: {},
  examples: ["resume 12"],

  async run({ positionals, connect }) {
    const id = runNumber(onlyOperand(positionals, "which run"));
    const { db } = await connect();
    const run = await db.transaction("lethe_web", async (tx) => {
      await recordChange(tx, "operator", await resumeRun(tx, id));
      return readRun(tx, id);
    });
    return {
      json: { id, status: run?.status },
      text: `Run ${id} goes on as soon as a worker takes it up.`,
    };
  },
});
