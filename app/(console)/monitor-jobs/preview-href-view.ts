/** Where a job's preview is, from which it is started. */
export const previewHref = (job: string): string =>
  ({
    "letters-purge": "/letters/preview",
    "purge-users": "/purge-user-records",
    "update-users": "/run-a-job/update-users",
  })[job] ?? "/fulfillment-jobs/preview";
