import type { Page } from "@playwright/test";
import type { ScreenHelp } from "#lib/help/help.ts";
import { screenGroups } from "#lib/help/screens.ts";
import { setUpGuideHelp } from "#lib/help/overview.ts";

export interface Picture {
  name: string;
  title: string;
  /** The menu path, without the screen itself. */
  path: readonly string[];
  /** What it decides; of the screens, as their help says it. */
  lead: string;
  href: string;
  /** Where the address has a number in it: the first such link on the page of `href`. */
  follow?: RegExp;
  /** A tab of what was followed to. */
  tab?: string;
  /** What is pressed before the picture is taken. */
  press?: (page: Page) => Promise<void>;
}

const others: Record<string, Picture[]> = {
  Users: [
    userTab("", "General", "One account with all that hangs on it, in tabs."),
    userTab("/contact", "Contact", "Addresses, each with what it is for."),
    userTab("/loans", "Loans", "What the account still names."),
    userTab("/attachments", "Attachments", "Letters to this person, as long as they are kept."),
    userTab("/history", "History", "Who changed what of the account, and which runs did."),
    userTab("/deletion", "Delete this user", "What would go, before anything goes."),
    {
      name: "set",
      title: "A set",
      path: ["Admin", "Manage Jobs and Sets", "Manage Sets"],
      lead: "Its members, and how they come in.",
      href: "/sets",
      follow: /\/sets\/\d+$/,
    },
    {
      name: "purge-job",
      title: "Add a Job",
      path: ["Admin", "User Management", "Purge User Records"],
      lead: "Whom a purge is about.",
      href: "/purge-user-records",
      press: (page) => page.getByRole("button", { name: "Add a Job" }).click(),
    },
    {
      name: "purge-preview",
      title: "Preview of a purge",
      path: ["Admin", "User Management", "Purge User Records"],
      lead: "Who goes, who stays and why, before anybody is purged.",
      href: "/purge-user-records",
      follow: /\/purge-user-records\/\d+$/,
    },
  ],
  Jobs: [
    {
      name: "run-report",
      title: "Report of a run",
      path: ["Admin", "Manage Jobs and Sets", "Monitor Jobs"],
      lead: "What it let go, what it held back and why, and how it was checked.",
      href: "/monitor-jobs/history",
      follow: /\/monitor-jobs\/\d+$/,
    },
    {
      name: "schedule",
      title: "Edit schedule",
      path: ["Admin", "Manage Jobs and Sets", "Monitor Jobs"],
      lead: "When a job runs by itself.",
      href: "/monitor-jobs/schedules/anonymization",
    },
    {
      name: "subscriptions",
      title: "Subscriptions",
      path: ["Admin", "Manage Jobs and Sets", "Monitor Jobs"],
      lead: "Who gets a mail when a run has ended.",
      href: "/monitor-jobs/subscriptions/anonymization",
    },
    {
      name: "record",
      title: "A record explained",
      path: ["Jobs", "Explain a Record"],
      lead: "Which rule decides it, and when it goes.",
      href: "/records/loans/1",
    },
  ],
  Configuration: [
    {
      name: "confirm",
      title: "Before a run",
      path: ["Configuration", "General", "Letters", "Letters Configuration"],
      lead: "What cannot be undone asks for its number.",
      href: "/letters/preview",
      press: (page) => page.getByRole("button", { name: /^Remove .* …$/ }).click(),
    },
    {
      name: "hold",
      title: "A hold",
      path: ["Configuration", "Legal Holds"],
      lead: "Whom it holds, why, and until when it is looked at again.",
      href: "/legal-holds",
      follow: /\/legal-holds\/\d+$/,
    },
  ],
  System: [
    {
      name: "staff-person",
      title: "A member of staff",
      path: ["System", "Staff"],
      lead: "What somebody may do.",
      href: "/staff",
      follow: /\/staff\/(?!add$)[^/]+$/,
    },
  ],
};

function userTab(tab: string, title: string, lead: string): Picture {
  return {
    name: `user-details${tab.replace("/", "-")}`,
    title: `User Details: ${title}`,
    path: ["Users", "Manage Users"],
    lead,
    href: "/users?order=name",
    follow: /\/users\/\d+$/,
    tab,
  };
}

const anywhere: Picture[] = [
  {
    name: "search",
    title: "Find a screen or a setting",
    path: [],
    lead: "Ctrl-K, from everywhere.",
    href: "/",
    press: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search screens and settings" }).fill("purge");
    },
  },
  {
    name: "help",
    title: "Help",
    path: [],
    lead: "The sentences of all screens in one place.",
    href: "/help/fulfillment-jobs",
  },
  {
    name: "not-found",
    title: "What is not there",
    path: [],
    lead: "Each error page says what happened and what to do.",
    href: "/no-such-page",
  },
];

/** The pages of the documentation: the groups of the menu, each screen with what opens from it. */
export const chapters: readonly { title: string; pictures: readonly Picture[] }[] = [
  {
    title: "Where it begins",
    pictures: [
      ...(screenGroups[0]?.screens ?? []).flatMap(ofScreen),
      ...ofScreen(setUpGuideHelp),
      ...anywhere,
    ],
  },
  ...screenGroups.slice(1).map(({ title, screens }) => ({
    title: title ?? "",
    pictures: [...screens.flatMap(ofScreen), ...(others[title ?? ""] ?? [])],
  })),
];

function ofScreen(screen: ScreenHelp): Picture[] {
  const pages = (screen.pages ?? []).filter(({ opensFromRow }) => !opensFromRow);
  return [
    { ...screen, name: nameOf(screen.href) },
    ...pages.map((page) => ({
      ...page,
      name: nameOf(page.href),
      path: [...screen.path, screen.title],
    })),
  ];
}

function nameOf(href: string): string {
  return href.slice(1).replaceAll("/", "-") || "overview";
}
