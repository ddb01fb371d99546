import type { JobSchedule } from "#db/queries/schedules.ts";
import { formatCountOf, formatLocal, lowerFirst } from "#lib/format.ts";
import { firstRunSentence } from "#lib/run-words.ts";
import type { Forecast } from "#jobs/forecast.ts";

/** "1,204 links and notes, of what there is now." */
export function forecastSentence(job: string, { removes }: Forecast): string {
  if (removes === null) return "Nothing: it does not run by itself.";
  const [one, many] =
    job === "letters-purge" ? ["letter", "letters"] : ["link or note", "links and notes"];
  return removes === 0
    ? "Nothing, of what there is now."
    : `${formatCountOf(removes, one, many)}, of what there is now.`;
}

/** The same with its time, where nothing else tells of it, or with the sentences `against` a run. */
export const nextRunSentence = (job: string, told: Forecast, against: string[]): string =>
  told.nextRunLocal === null
    ? "The job is inactive: it does not run by itself."
    : told.firstRunByHand
      ? firstRunSentence
      : against.length > 0
        ? `By itself it is due next on ${formatLocal(told.nextRunLocal)} (${told.timeZone}), and does not begin as things stand. ${against.join(" ")}`
        : `By itself it runs next on ${formatLocal(told.nextRunLocal)} (${told.timeZone}), and would then take ${lowerFirst(forecastSentence(job, told))}`;

/** When a job runs by itself next; null while it is inactive. Before its first run by hand it does not. */
export function nextRunText(
  schedule: Pick<JobSchedule, "nextRunLocal" | "firstRunByHand">,
): string | null {
  const { nextRunLocal, firstRunByHand } = schedule;
  if (nextRunLocal === null) return null;
  return firstRunByHand ? firstRunSentence : formatLocal(nextRunLocal);
}

/** Behind the job: it was late, and its schedule says that it then waits. */
export const leftOutText = (leftOutLocal: string): string =>
  `was due since ${formatLocal(leftOutLocal)} and left out, as too late.`;
