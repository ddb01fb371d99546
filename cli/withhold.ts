import { recordChange } from "#db/queries/audit.ts";
import { withholdLetters } from "#jobs/mail/withhold-letters.ts";
import { onlyOperand, runNumber } from "./arguments.ts";
import { command } from "./command.ts";

export const withhold = command({
  name: "withhold",
  summary: "Do not send what waits of a run's letters, now or later.",
  usage: "withhold <id>",
  options: {},
  examples: ["withhold 12"],

  async run({ positionals, connect }) {
    const id = runNumber(onlyOperand(positionals, "which run"));
    const { db } = await connect();
    await db.transaction("lethe_web", async (tx) =>
      recordChange(tx, "operator", await withholdLetters(tx, id)),
    );
    return { json: { id, status: "withheld" }, text: `What waited of run ${id} is not sent.` };
  },
});
