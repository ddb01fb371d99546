import { screens } from "#lib/help/screens.ts";

export interface Picture {
  name: string;
  href: string;
  /** Where the address has a number in it: the first link on the page before that leads on. */
  follow?: RegExp;
}

/** Every screen of the menu and its pages, and what opens from a row of them. */
export const pictures: Picture[] = [
  ...screens
    .flatMap((screen) => [screen, ...(screen.pages ?? [])])
    .map(({ href }) => ({ name: nameOf(href), href })),
  { name: "run-report", href: "/monitor-jobs/history", follow: /\/monitor-jobs\/\d+$/ },
  { name: "user-details", href: "/users", follow: /\/users\/\d+$/ },
  { name: "set", href: "/sets", follow: /\/sets\/\d+$/ },
  {
    name: "purge-preview",
    href: "/purge-user-records",
    follow: /\/purge-user-records\/\d+$/,
  },
  { name: "schedule", href: "/monitor-jobs/schedules/anonymization" },
  { name: "subscriptions", href: "/monitor-jobs/subscriptions/anonymization" },
  { name: "help", href: "/help" },
  { name: "help-fulfillment-jobs", href: "/help/fulfillment-jobs" },
  { name: "not-found", href: "/no-such-page" },
];

function nameOf(href: string): string {
  return href.slice(1).replaceAll("/", "-") || "overview";
}
