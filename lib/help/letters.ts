import type { PageHelp, ScreenHelp } from "./help.ts";

export const lettersPreviewHelp = {
  href: "/letters/preview",
  title: "Preview of Letters Purge with Retention",
  lead: "What the job would do if it started now. Nothing is changed by looking.",
  irreversible: {
    run: {
      label: "Remove … letters",
      help: "Starts the job with the periods as they are saved now. It can be aborted between batches; what is done by then stays done.",
    },
  },
} as const satisfies PageHelp;

export const letterCountsHelp = {
  href: "/letters/counts",
  title: "Letters by Type and Month",
  lead: "How many letters there ever were, by the month of sending. Removing letters changes nothing here.",
} as const satisfies PageHelp;

export const lettersHelp = {
  href: "/letters",
  title: "Letters Configuration",
  menu: "Letters",
  path: ["Configuration", "General", "Letters"],
  lead: "How long each kind of letter is kept. What is past its period goes when Letters Purge with Retention runs next; how many there were, by type and month, stays.",
  permission: "letters.read",
  steps: {
    title: "Give patron notifications a retention period",
    steps: [
      "Enter days in the Retention Period column of each letter type concerned, or select several and set one period for all.",
      "On Monitor Jobs, switch Letters Purge with Retention to Active.",
      "Look at the preview, and start the first run there with the number that it shows. From then on the weekly job removes what is past its period.",
    ],
  },
  fields: {
    retentionDays: {
      label: "Retention Period for the selected types",
      help: "1 to 36,500 days; blank keeps them until the user is purged.",
    },
    search: { label: "Search", help: "In the name, code and description of letter types." },
    patronFacing: { label: "Patron facing", help: "Whether patrons get letters of the type." },
    sort: { label: "Sort by", help: "The order of the list below." },
  },
  pages: [lettersPreviewHelp, letterCountsHelp],
} as const satisfies ScreenHelp;
