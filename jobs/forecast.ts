import type { Tx } from "#db/client.ts";
import { readSchedules } from "#db/queries/schedules.ts";
import { previewAnonymization } from "./anonymize/preview.ts";
import type { JobName } from "./engine/job.ts";
import { previewLettersPurge } from "./purge-letters/preview.ts";

type Preview = (tx: Tx, options: { forecastFor: string }) => Promise<{ confirm: number }>;

const previews: Partial<Record<JobName, Preview>> = {
  anonymization: previewAnonymization,
  "letters-purge": previewLettersPurge,
};

export interface Forecast {
  /** YYYY-MM-DDTHH:MM in the institution's zone; null while the job does not run by itself. */
  nextRunLocal: string | null;
  timeZone: string;
  firstRunByHand: boolean;
  /** Links and notes, or letters; null where there is no next run. */
  removes: number | null;
}

/**
 * What a job would remove at its next time by itself, by the decision that the run will take, of what
 * there is now: what ends or comes in until then is not in it. Reads as much as a preview.
 */
export async function forecast(tx: Tx, job: JobName): Promise<Forecast | null> {
  const schedule = (await readSchedules(tx)).find((one) => one.job === job);
  const preview = previews[job];
  if (!schedule || !preview) return null;
  const { nextRunLocal, timeZone, firstRunByHand } = schedule;
  if (nextRunLocal === null) return { nextRunLocal, timeZone, firstRunByHand, removes: null };
  const { confirm } = await preview(tx, { forecastFor: nextRunLocal.slice(0, 10) });
  return { nextRunLocal, timeZone, firstRunByHand, removes: confirm };
}
