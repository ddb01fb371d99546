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
  "letters.read",
  "letters.write",
  "letters.run",
  "users.read",
  "institution.write",
  "imports.write",
  "staff.write",
  "apiKeys.write",
  "audit.read",
] as const;
export type Permission = (typeof permissions)[number];

/** What lets a person in never lets a key in: whoever finds one could make themselves at home. */
const peopleOnly: readonly Permission[] = ["staff.write", "apiKeys.write"];

/** What a key of the API can be given. */
export const keyScopes = permissions.filter((permission) => !peopleOnly.includes(permission));

/** Starts what cannot be undone, so nobody gives it by the way. */
export const isRunScope = (scope: Permission): boolean => scope.endsWith(".run");

const everyone: Permission[] = ["overview.read", "statistics.read", "jobs.read"];

const granted: Record<StaffRole, readonly Permission[]> = {
  generalSystemAdministrator: permissions,
  fulfillmentAdministrator: [
    ...everyone,
    "anonymization.read",
    "anonymization.write",
    "anonymization.run",
  ],
  letterAdministrator: [...everyone, "letters.read", "letters.write", "letters.run"],
  userAdministrator: [...everyone, "users.read"],
  userManager: [...everyone, "users.read"],
  auditor: [...everyone, "audit.read"],
};

/** Who switches and schedules a job, and who starts and steers its runs: those who hold its screen. */
export const jobPermissions = {
  anonymization: { write: "anonymization.write", run: "anonymization.run" },
  "letters-purge": { write: "letters.write", run: "letters.run" },
} as const satisfies Record<string, Record<"write" | "run", Permission>>;

/** A job that this version does not know is for nobody. */
export const permitsJob = (
  roles: readonly StaffRole[],
  job: string,
  deed: "write" | "run",
): boolean =>
  job in jobPermissions && permits(roles, jobPermissions[job as keyof typeof jobPermissions][deed]);

export const permits = (roles: readonly StaffRole[], permission: Permission): boolean =>
  roles.some((role) => granted[role].includes(permission));
