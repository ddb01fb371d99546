import { recordChange } from "#db/queries/audit.ts";
import { readRun } from "#db/queries/job-runs.ts";
import { abortRun } from "#jobs/engine/abort.ts";
import { workRun } from "#jobs/engine/work-run.ts";
import { onlyOperand, runNumber } from "./arguments.ts";
import { command } from "./command.ts";
import { outcomePage } from "./run-page.ts";

export const abort = command({
  name: "abort",
  summary: "Ask a run to stop before its next batch. What is done stays done.",
  usage: "abort <id>",
  options: {},
  examples: ["abort 12"],

  async run({ positionals, connect }) {
    const id = runNumber(onlyOperand(positionals, "which run"));
    const { db } = await connect();
    await db.transaction("lethe_web", async (tx) => {
      if ((await readRun(tx, id))?.status === "aborting") return;
      await recordChange(tx, "operator", await abortRun(tx, id));
    });
    // Ends it here where no worker is left to do so, whoever asked for it; else its worker does, after the
    // batch at hand.
    await workRun(db, id, { untilEnded: true });
    const run = await db.transaction("lethe_web", (tx) => readRun(tx, id));
    return { json: { id, status: run?.status }, text: run ? outcomePage(run) : "" };
  },
});
