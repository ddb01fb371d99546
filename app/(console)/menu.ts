import type { Permission } from "#lib/permissions.ts";

export interface MenuLink {
  href: string;
  label: string;
  permission: Permission;
}

/** The menu is a popover, which its button and its links name. */
export const navigationId = "navigation";

/** The screens that exist, in the groups that staff know. What a person may not open is not shown. */
export const menu: { title: string | null; links: MenuLink[] }[] = [
  { title: null, links: [{ href: "/", label: "Overview", permission: "overview.read" }] },
  {
    title: "Users",
    links: [
      { href: "/users", label: "Manage Users", permission: "users.read" },
      { href: "/sets", label: "Manage Sets", permission: "users.read" },
      { href: "/run-a-job", label: "Run a Job", permission: "users.read" },
      { href: "/purge-user-records", label: "Purge User Records", permission: "purge.read" },
    ],
  },
  {
    title: "Jobs",
    links: [
      { href: "/monitor-jobs", label: "Monitor Jobs", permission: "jobs.read" },
      { href: "/records", label: "Explain a Record", permission: "anonymization.read" },
    ],
  },
  {
    title: "Configuration",
    links: [
      { href: "/fulfillment-jobs", label: "Fulfillment Jobs", permission: "anonymization.read" },
      { href: "/letters", label: "Letters", permission: "letters.read" },
      { href: "/delete-user-policy", label: "Delete User Policy", permission: "purge.read" },
      { href: "/legal-holds", label: "Legal Holds", permission: "holds.read" },
      { href: "/institution", label: "Institution", permission: "institution.write" },
      { href: "/mail-settings", label: "Mail", permission: "institution.write" },
    ],
  },
  {
    title: "Reports",
    links: [{ href: "/statistics", label: "Statistics", permission: "statistics.read" }],
  },
  {
    title: "System",
    links: [
      { href: "/import", label: "Import", permission: "imports.write" },
      { href: "/staff", label: "Staff", permission: "staff.write" },
      { href: "/api-keys", label: "API", permission: "apiKeys.write" },
      { href: "/audit", label: "Audit", permission: "audit.read" },
    ],
  },
];
