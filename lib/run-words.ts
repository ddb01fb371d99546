/** Jobs and the states of their runs, as screens, mails and the command line call them. */
export const jobTitles = {
  anonymization: "Fulfillment – Handle Historical Archiving",
  "letters-purge": "Letters Purge with Retention",
  "purge-users": "Purge User Records",
  "update-users": "Update/Notify Users",
} as const;

/** Shown while no run of a job has come to its end. */
export const firstRunSentence =
  "The first run is started by hand, with the number that its preview shows; from then on it runs by itself.";

export const runStatusNames = {
  queued: "Queued",
  running: "Running",
  paused: "Paused",
  interrupted: "Interrupted",
  aborting: "Aborting",
  completed: "Completed successfully",
  completedWithWarnings: "Completed with warnings",
  completedWithNoRecords: "Completed with no records",
  failed: "Failed",
  aborted: "Aborted by user",
  stoppedByBrake: "Stopped by brake",
} as const;
