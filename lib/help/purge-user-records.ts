import type { ScreenHelp } from "./help.ts";

export const purgeUserRecordsHelp = {
  href: "/purge-user-records",
  title: "Purge User Records",
  path: ["Admin", "User Management"],
  lead: "Users whose purge date has come are deleted as the Delete User Policy says. A user without a purge date never is.",
  permission: "purge.read",
  steps: {
    title: "Purge user accounts",
    steps: [
      "Choose one of four under Configuration > Delete User Policy: what a purge leaves of a user.",
      "Make a set of the users: itemized from a file whose first column is Primary ID or USERNAME, or logical from the advanced search.",
      "Run Update/Notify Users on the set to put the purge date into the past.",
      "Add a Job here: days blank, a user record type or the set, waive threshold 1 or more. Add and Close.",
      "Run the job with the number that its preview shows.",
    ],
  },
  fields: {
    days: {
      label: "Number of days after purge date",
      help: "Blank is 0: everybody whose purge date has come.",
    },
    recordType: {
      label: "User record type",
      help: "Public for patrons. A job is about one type, or about a set.",
    },
    userGroup: { label: "User group", help: "Only this group of the type, or all of them." },
    set: {
      label: "Set",
      help: "Its members when the run starts. Their purge date is asked as well.",
    },
    waiveThreshold: {
      label: "Waive threshold",
      help: "Active fees up to this amount in all are waived; more of them keeps the user. 0 waives nothing, and so a fee of any amount keeps its user: 1 or more is recommended.",
    },
    skipActiveRequests: {
      label: "Skip users with active requests",
      help: "Else their requests are cancelled, and counted.",
    },
    skipUnexpired: {
      label: "Skip unexpired users",
      help: "Whoever's account is still valid stays, although the purge date has come.",
    },
  },
  irreversible: {
    run: {
      label: "Purge … users",
      help: "What they borrowed stays in the statistics. The run can be paused and aborted between batches; what is done by then stays done.",
    },
  },
} as const satisfies ScreenHelp;
