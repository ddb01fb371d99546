import type { PageHelp, ScreenHelp } from "./help.ts";

export const setTextsHelp = {
  name: { label: "Name", help: "No other set may have it. Jobs and scripts know the set by it." },
  description: { label: "Description", help: "Whom the set holds, and what for." },
  note: { label: "Note", help: "For colleagues; jobs do not read it." },
  private: { label: "Private", help: "Only you see and use a private set. No API key can use it." },
} as const;

const addSetHelp = {
  href: "/sets/add",
  title: "Add a Set",
  lead: "An itemized set keeps its members; a logical one is a query that is evaluated at each use.",
  fields: setTextsHelp,
} as const satisfies PageHelp;

export const membersHelp = {
  file: { label: "File", help: "16 MB and 500,000 IDs at most." },
  ids: { label: "Primary IDs", help: "One a line, or set apart by commas, semicolons or tabs." },
} as const;

export const combineHelp = {
  href: "/sets/combine",
  title: "Combine Sets",
  lead: "A new itemized set out of the members that two sets have now. The two stay as they are.",
  fields: {
    first: { label: "First set", help: "The one that Not takes from." },
    combination: {
      label: "How",
      help: "Whether users must be in both sets, in either, or in the first and not in the second.",
    },
    second: { label: "Second set", help: "The one that Not leaves out." },
  },
} as const satisfies PageHelp;

export const setsHelp = {
  href: "/sets",
  title: "Manage Sets",
  path: ["Admin", "Manage Jobs and Sets"],
  lead: "Users under a name, for jobs: itemized members that stay, or a query that is evaluated at each use.",
  permission: "users.read",
  fields: membersHelp,
  irreversible: {
    delete: {
      label: "Delete a set",
      help: "The set goes, its members stay. Jobs that name it have nobody any more.",
    },
  },
  pages: [addSetHelp, combineHelp],
} as const satisfies ScreenHelp;
