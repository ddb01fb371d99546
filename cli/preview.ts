import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { calendarDay } from "./arguments.ts";
import { command } from "./command.ts";
import { jobOf, refuseJobsToCome } from "./jobs.ts";
import { previewPage } from "./preview-page.ts";

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
  examples: ["preview anonymization", "preview anonymization --as-of 2026-03-31 --json"],
  beforehand: refuseJobsToCome,

  async run({ values, positionals, connect }) {
    jobOf(positionals);
    const asOf = calendarDay("as-of", values["as-of"]);
    const { db } = await connect();
    const found = await db.transaction("lethe_worker", (tx) =>
      previewAnonymization(tx, asOf === undefined ? {} : { asOf }),
    );
    return { json: found, text: previewPage(found) };
  },
});
