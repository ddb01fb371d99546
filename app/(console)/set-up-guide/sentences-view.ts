import type { JobSchedule } from "#db/queries/schedules.ts";
import { formatLocal } from "#lib/format.ts";

/** Said of a job that was just set to Active: when it first removes something. */
export const activeSentence = ({
  firstRunByHand,
  nextRunLocal,
  timeZone,
}: Pick<JobSchedule, "firstRunByHand" | "nextRunLocal" | "timeZone">): string =>
  firstRunByHand || nextRunLocal === null
    ? "The job is active. Nothing is removed before somebody starts the first run from its preview: a scheduled one that comes before is stopped."
    : `The job is active. It has run before, so the next run begins by itself: on ${formatLocal(nextRunLocal)} (${timeZone}).`;
