import { families, familyWords } from "#lib/families.ts";
import { parameterNames } from "#lib/rule-words.ts";
import type { Parameter } from "#lib/rules.ts";
import type { FieldHelp, PageHelp, ScreenHelp } from "./help.ts";

export const scheduleFieldsHelp = {
  every: { label: "Schedule", help: "How often the job runs by itself, while it is active." },
  weekday: { label: "Day of the week", help: "The day on which a weekly job runs." },
  monthDay: { label: "Day of the month", help: "A shorter month runs on its last day." },
  at: { label: "Time", help: "In the library's zone. Best when few people work." },
  cron: {
    label: "Cron expression",
    help: "Minute, hour, day of the month, month, day of the week: 0 2 * * 1-5 is at 02:00 from Monday to Friday.",
  },
  missed: {
    label: "If its time was missed",
    help: "Lethe was down, a kill switch was engaged, or the job waited for a backup. However many times were missed, it runs once or not at all.",
  },
  missedHours: {
    label: "At most so many hours late",
    help: "Later than that, it waits for the next time.",
  },
} as const;

/** The input parameters of a rule; all of a rule's must match. */
export const parameterHelp = {
  daysSinceEnded: {
    label: parameterNames.daysSinceEnded,
    help: "Calendar days since the return, the closing or the end, counted to the day on which the run starts.",
  },
  daysSinceUserExpiry: {
    label: parameterNames.daysSinceUserExpiry,
    help: "Calendar days since the patron's account expired; negative before. A patron without an expiry date matches only “is empty”.",
  },
  library: { label: parameterNames.library, help: "The library at which it happened." },
  location: {
    label: parameterNames.location,
    help: "The location of the item. A record without one is in no list.",
  },
  userGroup: {
    label: parameterNames.userGroup,
    help: "The group that the patron had when it happened, whatever it is now.",
  },
  loansToRetain: {
    label: parameterNames.loansToRetain,
    help: "Matches a loan that is not among the patron's so many most recently returned ones. Whoever was deleted retains none: every loan of theirs matches.",
  },
  statisticalCategory: {
    label: parameterNames.statisticalCategory,
    help: "Of several categories one in the list is enough; “not in list” wants none of them there.",
  },
  requestType: { label: parameterNames.requestType, help: "Hold, booking or digitization." },
  hasOpenFee: {
    label: parameterNames.hasOpenFee,
    help: "Whether a fee of the loan is not closed and still owed.",
  },
} as const satisfies Record<Parameter, FieldHelp>;

export const ruleHelp = {
  href: "/fulfillment-jobs/rules/loans/add",
  title: "Anonymization rule",
  lead: "A name, what must match, and what becomes of it.",
  fields: {
    name: { label: "Name", help: "Previews and reports count by this name." },
    description: { label: "Description", help: "For colleagues: why the rule is there." },
    enabled: { label: "Enabled", help: "The job passes over a rule that is not enabled." },
    ...parameterHelp,
    anonymize: {
      label: "Anonymize",
      help: "True forgets the patron of what matches. False keeps it, whatever the rules below say.",
    },
  },
} as const satisfies PageHelp;

export const anonymizationPreviewHelp = {
  href: "/fulfillment-jobs/preview",
  title: "Preview of the Anonymization Job",
  lead: "What Fulfillment – Handle Historical Archiving would do if it started now. Nothing is changed by looking.",
  irreversible: {
    run: {
      label: "Anonymize … records",
      help: "Starts the job with the rules as they are saved now. It can be aborted between batches; what is done by then stays done.",
    },
  },
} as const satisfies PageHelp;

export const fulfillmentJobsHelp = {
  href: "/fulfillment-jobs",
  title: "Fulfillment Jobs Configuration",
  menu: "Fulfillment Jobs",
  path: ["Configuration", "Fulfillment", "General"],
  lead: "When finished loans, fees and requests stop naming their patron, and which.",
  permission: "anonymization.read",
  steps: {
    title: "Remove patron links",
    steps: [
      "Tick what to anonymize, and set the status to Active. The job then stands on Monitor Jobs as Fulfillment – Handle Historical Archiving.",
      "Open the rules of each family that is ticked. A fresh installation anonymizes nothing: add a rule with the output True, or set the default rule to True.",
      "Look at the preview, and start the first run there with the number that it shows. From then on the job runs by itself.",
      "Afterwards the records still count by user group and statistical category, and lead to no patron.",
    ],
  },
  fields: {
    status: {
      label: "Status",
      help: "While active, the job runs by itself. Inactive, it runs only when somebody starts it.",
    },
    ...scheduleFieldsHelp,
    loansRecords: {
      label: familyWords.loans.records,
      help: "Cuts the link to the patron of finished loans that a rule lets go.",
    },
    loansNotes: {
      label: familyWords.loans.notes,
      help: "Removes the notes of the same loans; a note may name a person.",
    },
    feesRecords: {
      label: familyWords.fees.records,
      help: "Cuts the link to the patron of closed fees that a rule lets go.",
    },
    feesNotes: { label: familyWords.fees.notes, help: "Removes the comments of the same fees." },
    requestsRecords: {
      label: familyWords.requests.records,
      help: "Cuts the link to the patron of finished requests that a rule lets go.",
    },
    requestsNotes: {
      label: familyWords.requests.notes,
      help: "Removes the notes of the same requests.",
    },
    borrowingRequestsRecords: {
      label: familyWords.borrowingRequests.records,
      help: "Cuts the link to the patron of finished borrowing requests that a rule lets go.",
    },
    borrowingRequestsNotes: {
      label: familyWords.borrowingRequests.notes,
      help: "Removes the notes of the same borrowing requests.",
    },
  },
  pages: [
    anonymizationPreviewHelp,
    ...families.map((family) => ({
      href: `/fulfillment-jobs/rules/${family}`,
      title: familyWords[family].rules,
      lead: "From the top down, the first enabled rule that matches decides. What no rule matches gets the default rule, which stands last.",
    })),
    ruleHelp,
  ],
} as const satisfies ScreenHelp;
