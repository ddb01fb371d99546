import type { PurgeReason } from "#lib/purge-fields.ts";

/** The tab of User Details on which stands what keeps somebody, by its address there and its name. */
export const tabOfReason: Record<PurgeReason, { tab: string; name: string }> = {
  alreadyDeleted: { tab: "", name: "General" },
  noPurgeDate: { tab: "", name: "General" },
  notReached: { tab: "", name: "General" },
  legalHold: { tab: "", name: "General" },
  isRunning: { tab: "", name: "General" },
  staffRole: { tab: "", name: "General, Roles" },
  activeLoan: { tab: "/loans", name: "Loans" },
  activeBorrowing: { tab: "/resource-sharing", name: "Resource Sharing" },
  unsettledFee: { tab: "/fees", name: "Fines/Fees" },
  credit: { tab: "/fees", name: "Fines/Fees" },
  aboveThreshold: { tab: "/fees", name: "Fines/Fees" },
  activeRequest: { tab: "/requests", name: "Requests" },
  unexpired: { tab: "", name: "General" },
};
