/** Roles of the people who sign in, and what each may do. Names as in Ex Libris Alma. */
export const staffRoles = [
  "generalSystemAdministrator",
  "fulfillmentAdministrator",
  "letterAdministrator",
  "userAdministrator",
  "userManager",
  "auditor",
] as const;
export type StaffRole = (typeof staffRoles)[number];

export const staffRoleNames: Record<StaffRole, string> = {
  generalSystemAdministrator: "General System Administrator",
  fulfillmentAdministrator: "Fulfillment Administrator",
  letterAdministrator: "Letter Administrator",
  userAdministrator: "User Administrator",
  userManager: "User Manager",
  auditor: "Auditor",
};

export const permissions = [
  "overview.read",
  "statistics.read",
  "jobs.read",
  "anonymization.read",
  "anonymization.write",
  "anonymization.run",
  "institution.write",
  "staff.write",
  "audit.read",
] as const;
export type Permission = (typeof permissions)[number];

const everyone: Permission[] = ["overview.read", "statistics.read", "jobs.read"];

const granted: Record<StaffRole, readonly Permission[]> = {
  generalSystemAdministrator: permissions,
  fulfillmentAdministrator: [
    ...everyone,
    "anonymization.read",
    "anonymization.write",
    "anonymization.run",
  ],
  letterAdministrator: everyone,
  userAdministrator: everyone,
  userManager: everyone,
  auditor: [...everyone, "audit.read"],
};

export const permits = (roles: readonly StaffRole[], permission: Permission): boolean =>
  roles.some((role) => granted[role].includes(permission));
