import { screenGroups } from "#lib/help/screens.ts";
import { permits, type StaffRole } from "#lib/permissions.ts";

/** The menu of a person: what they may not open is not shown. */
export const menuFor = (roles: readonly StaffRole[]) =>
  screenGroups
    .map(({ title, screens }) => ({
      title,
      links: screens
        .filter(({ permission }) => permits(roles, permission))
        .map(({ href, menu, title }) => ({ href, label: menu ?? title })),
    }))
    .filter(({ links }) => links.length > 0);
