import { calendarDay } from "./arguments.ts";
import { command } from "./command.ts";
import { jobCommands, previewOf, type JobCommand } from "./job-commands.ts";
import { jobOf, optionsOf } from "./jobs.ts";
import { purgeFlags, purgeUsage } from "./purge-options.ts";
import { updateFlags, updateUsage } from "./update-options.ts";

export const preview = command({
  name: "preview",
  summary: "Count what a run would remove. Changes nothing.",
  usage: `preview <job> [--as-of YYYY-MM-DD] ${purgeUsage} ${updateUsage}`,
  options: {
    "as-of": {
      type: "string",
      placeholder: "YYYY-MM-DD",
      about: "count days to this day instead of today",
    },
    ...purgeFlags,
    ...updateFlags,
  },
  examples: [
    "preview anonymization",
    "preview letters-purge --as-of 2026-03-31 --json",
    "preview purge-users --record-type public",
    `preview update-users --set Leavers --changes '{"purgeDate":{"to":"2026-03-31"}}'`,
  ],

  async run({ values, positionals, connect }) {
    const name = jobOf(positionals);
    const job: JobCommand = jobCommands[name];
    const asked = optionsOf(name, values);
    const asOf = calendarDay("as-of", values["as-of"]);
    const { db } = await connect();
    const { json, text } = await db.transaction(job.previewedBy ?? "lethe_worker", async (tx) =>
      previewOf(tx, job, asOf, await asked(tx)),
    );
    return { json, text: `${text}\nNothing was changed.` };
  },
});
