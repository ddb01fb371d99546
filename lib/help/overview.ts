import type { ScreenHelp } from "./help.ts";

export const overviewHelp = {
  href: "/",
  title: "Overview",
  path: [],
  lead: "What still names a patron, when it is next let go, and what needs a look. Lethe works on its own store and never reaches into the library system.",
  permission: "overview.read",
} as const satisfies ScreenHelp;

export const setUpGuideHelp = {
  href: "/set-up-guide",
  title: "Set-up Guide",
  path: [],
  lead: "Five steps from an empty installation to one that forgets by itself. Each says how it stands; nothing is removed by following them.",
  permission: "overview.read",
} as const satisfies ScreenHelp;
