import { deleteUserPolicyHelp } from "./delete-user-policy.ts";
import { fulfillmentJobsHelp } from "./fulfillment-jobs.ts";
import { screenName, type PageHelp, type ScreenHelp } from "./help.ts";
import { institutionHelp, mailHelp } from "./institution.ts";
import { legalHoldsHelp } from "./legal-holds.ts";
import { lettersHelp } from "./letters.ts";
import { monitorJobsHelp } from "./monitor-jobs.ts";
import { overviewHelp, setUpGuideHelp } from "./overview.ts";
import { purgeUserRecordsHelp } from "./purge-user-records.ts";
import { auditHelp, recordsHelp, statisticsHelp } from "./reports.ts";
import { runAJobHelp } from "./run-a-job.ts";
import { apiHelp, importHelp, myAccountHelp, staffHelp } from "./system.ts";
import { setsHelp } from "./sets.ts";
import { usersHelp } from "./users.ts";

export interface ScreenGroup {
  title: string | null;
  screens: readonly ScreenHelp[];
}

/** Every screen, in the groups that staff know: the menu, the search and the Help pages are made of it. */
export const screenGroups: readonly ScreenGroup[] = [
  { title: null, screens: [overviewHelp] },
  { title: "Users", screens: [usersHelp, setsHelp, runAJobHelp, purgeUserRecordsHelp] },
  { title: "Jobs", screens: [monitorJobsHelp, recordsHelp] },
  {
    title: "Configuration",
    screens: [
      fulfillmentJobsHelp,
      lettersHelp,
      deleteUserPolicyHelp,
      legalHoldsHelp,
      institutionHelp,
      mailHelp,
    ],
  },
  { title: "Reports", screens: [statisticsHelp] },
  { title: "System", screens: [importHelp, staffHelp, apiHelp, auditHelp, myAccountHelp] },
];

/** The guide is no place to come back to, and so not in the menu. */
export const screens: readonly ScreenHelp[] = [
  ...screenGroups.flatMap((group) => group.screens),
  setUpGuideHelp,
];

export const screenNamed = (name: string): ScreenHelp | undefined =>
  screens.find(({ href }) => screenName(href) === name);

/** The screens and the pages within them that have an address of their own. */
export const addressedPages: readonly PageHelp[] = screens
  .flatMap((screen): PageHelp[] => [screen, ...(screen.pages ?? [])])
  .filter(({ opensFromRow }) => !opensFromRow);

/** Where a step of a menu path leads, if it is a screen or one of its pages. */
export const hrefOfStep = (step: string): string | undefined =>
  [...addressedPages, { href: "/help", title: "Help" }].find(({ title }) => title === step)?.href;
