import { listRuns, readRunReport } from "#db/queries/run-summaries.ts";
import { Refusal } from "#lib/refusal.ts";
import { onlyOperand, runNumber } from "./arguments.ts";
import { command } from "./command.ts";
import { reportPage, runsPage } from "./run-page.ts";

const latest = 50;

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
      const found = await db.transaction("lethe_web", (tx) => listRuns(tx, latest));
      return { json: { runs: found }, text: runsPage(found) };
    }
    const report = await db.transaction("lethe_web", (tx) => readRunReport(tx, id));
    if (!report) throw new Refusal(`There is no run ${id}.`);
    return { json: report, text: reportPage(report) };
  },
});
