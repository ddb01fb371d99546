import { listRuns, readRun } from "#db/queries/job-runs.ts";
import { Refusal } from "#lib/refusal.ts";
import { onlyOperand, runNumber } from "./arguments.ts";
import { command } from "./command.ts";
import { removedBy, reportPage, runsPage } from "./run-page.ts";

export const runs = command({
  name: "runs",
  summary: "List the latest runs, or report on one.",
  usage: "runs [id]",
  options: {},
  examples: ["runs", "runs 12", "runs 12 --json"],

  async run({ positionals, connect }) {
    const id = positionals.length > 0 ? runNumber(onlyOperand(positionals, "one run")) : undefined;
    const { db } = await connect();
    if (id === undefined) {
      const { runs: found } = await db.transaction("lethe_web", (tx) => listRuns(tx, {}));
      return { json: { runs: found }, text: runsPage(found) };
    }
    const run = await db.transaction("lethe_web", (tx) => readRun(tx, id));
    if (!run) throw new Refusal(`There is no run ${id}.`);
    return { json: { ...run, ...removedBy(run) }, text: reportPage(run) };
  },
});
