import { calendarDay } from "./arguments.ts";
import { command } from "./command.ts";
import { jobCommands, type JobCommand } from "./job-commands.ts";
import { jobOf, refuseJobsToCome } from "./jobs.ts";

export const preview = command({
  name: "preview",
  summary: "Count what a run would remove. Changes nothing.",
  usage: "preview <job> [--as-of YYYY-MM-DD]",
  options: {
    "as-of": {
      type: "string",
      placeholder: "YYYY-MM-DD",
      about: "count days to this day instead of today",
    },
  },
  examples: ["preview anonymization", "preview letters-purge --as-of 2026-03-31 --json"],
  beforehand: refuseJobsToCome,

  async run({ values, positionals, connect }) {
    const job: JobCommand = jobCommands[jobOf(positionals)];
    const asOf = calendarDay("as-of", values["as-of"]);
    const { db } = await connect();
    const { json, text } = await db.transaction("lethe_worker", (tx) => job.preview(tx, asOf));
    return { json, text: `${text}\nNothing was changed.` };
  },
});
