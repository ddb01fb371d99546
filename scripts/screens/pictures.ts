import { screens } from "#lib/help/screens.ts";

export interface Picture {
  name: string;
  title: string;
  /** What it decides; of the screens, as their help says it. */
  lead: string;
  href: string;
  /** Where the address has a number in it: the first such link on the page of `href`. */
  follow?: RegExp;
}

/** What opens from a row, and what belongs to no screen of the menu. */
const others: Picture[] = [
  {
    name: "run-report",
    title: "Report of a run",
    lead: "What it let go, what it held back and why, and how it was checked.",
    href: "/monitor-jobs/history",
    follow: /\/monitor-jobs\/\d+$/,
  },
  {
    name: "purge-preview",
    title: "Preview of a purge",
    lead: "Who goes, who stays and why, before anybody is purged.",
    href: "/purge-user-records",
    follow: /\/purge-user-records\/\d+$/,
  },
  {
    name: "user-details",
    title: "User Details",
    lead: "One account with all that hangs on it, in tabs.",
    href: "/users?order=name",
    follow: /\/users\/\d+$/,
  },
  {
    name: "set",
    title: "A set",
    lead: "Its members, and how they come in.",
    href: "/sets",
    follow: /\/sets\/\d+$/,
  },
  {
    name: "schedule",
    title: "Edit schedule",
    lead: "When a job runs by itself.",
    href: "/monitor-jobs/schedules/anonymization",
  },
  {
    name: "help",
    title: "Help",
    lead: "The sentences of all screens in one place.",
    href: "/help/fulfillment-jobs",
  },
];

/** Every screen of the menu and its pages, and the others. */
export const pictures: Picture[] = [
  ...screens
    .flatMap((screen) => [screen, ...(screen.pages ?? [])])
    .map(({ href, title, lead }) => ({
      name: href.slice(1).replaceAll("/", "-") || "overview",
      title,
      lead,
      href,
    })),
  ...others,
];

/** The folder's own page. */
export const gallery = (): string =>
  [
    "# The screens\n",
    "Made by `npm run screens` on the demo library; the words are those of the console's help.\n",
    ...pictures.map(
      ({ name, title, lead }) =>
        `## ${title}\n\n${lead}\n\n<picture><source media="(prefers-color-scheme: dark)" srcset="${name}-dark.png"><img alt="${title}" src="${name}-light.png" width="1280"></picture>\n`,
    ),
  ].join("\n");
