import type { PageHelp, ScreenHelp } from "./help.ts";
import { userDetailsPages } from "./user-details.ts";
import { matchHelp, queryFieldHelp, searchHelp } from "./user-searches.ts";

export const advancedSearchHelp = {
  href: "/users/advanced",
  title: "Advanced Search",
  lead: "Users that fit a group of conditions, all of them or any. The result can be saved as a set.",
  fields: { query: matchHelp, ...queryFieldHelp },
} as const satisfies PageHelp;

export const usersHelp = {
  href: "/users",
  title: "Manage Users",
  path: ["Users"],
  lead: "Everyone who has an account, and who had one that a purge has kept something of.",
  permission: "users.read",
  fields: searchHelp,
  irreversible: {
    delete: {
      label: "Delete this user",
      help: "Everything of the person goes, after the same checks as a purge. The report that follows is the receipt: it says how much of what was removed, and names nobody.",
    },
  },
  pages: [advancedSearchHelp, ...userDetailsPages],
} as const satisfies ScreenHelp;
