import type { JobSchedule } from "#db/queries/schedules.ts";
import { firstRunSentence } from "#lib/run-words.ts";

/** Beside what says when a job runs by itself, while it does not. */
export const FirstRun = ({ firstRunByHand }: Pick<JobSchedule, "firstRunByHand">) =>
  firstRunByHand && <p className="text-muted min-w-40 text-xs">{firstRunSentence}</p>;
