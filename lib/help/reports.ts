import type { ScreenHelp } from "./help.ts";

export const statisticsHelp = {
  href: "/statistics",
  title: "Statistics",
  path: ["Reports"],
  lead: "Counted from what happened, never from who: the numbers are the same before and after anonymization.",
  permission: "statistics.read",
  fields: {
    by: {
      label: "Count by",
      help: "Each tick makes the rows finer: by month, by library and so on.",
    },
    library: { label: "Libraries", help: "Those that count; none ticked counts all of them." },
    from: { label: "From", help: "The first day that counts; blank from the beginning." },
    to: { label: "To", help: "The last day that counts; blank until today." },
  },
} as const satisfies ScreenHelp;

export const recordsHelp = {
  href: "/records",
  title: "Explain a Record",
  path: ["Jobs"],
  lead: "Which rule decides a loan, fee or request, when it goes, and what holds it back. No patron is shown.",
  permission: "anonymization.read",
  fields: {
    by: { label: "Find by", help: "What the number below is." },
    family: { label: "Kind of record", help: "A number can belong to one of each kind." },
    number: {
      label: "Barcode or number",
      help: "It is looked up and not kept: neither in the address nor in a log.",
    },
  },
} as const satisfies ScreenHelp;

export const auditHelp = {
  href: "/audit",
  title: "Audit",
  path: ["System"],
  lead: "Who signed in and who changed which setting, and when. Nothing here can be changed or removed, and it names no patron.",
  permission: "audit.read",
  fields: {
    actor: { label: "Who", help: "One person's or one key's deeds alone." },
    action: { label: "What", help: "One kind of deed alone." },
    day: { label: "Day", help: "A day in the library's zone." },
  },
} as const satisfies ScreenHelp;
