/** Roles of the people who sign in, and what each may do. Names as in Ex Libris Alma. */
export const staffRoles = [
  "generalSystemAdministrator",
  "fulfillmentAdministrator",
  "letterAdministrator",
  "userAdministrator",
  "userManager",
  "privacyOfficer",
  "auditor",
] as const;
export type StaffRole = (typeof staffRoles)[number];

export const staffRoleNames: Record<StaffRole, string> = {
  generalSystemAdministrator: "General System Administrator",
  fulfillmentAdministrator: "Fulfillment Administrator",
  letterAdministrator: "Letter Administrator",
  userAdministrator: "User Administrator",
  userManager: "User Manager",
  privacyOfficer: "Privacy Officer",
  auditor: "Auditor",
};

/** What a role is for, where it is given to somebody. */
export const staffRoleSentences: Record<StaffRole, string> = {
  generalSystemAdministrator:
    "Everything: all of the below, and imports, staff, API keys and the institution's settings.",
  fulfillmentAdministrator:
    "Fulfillment Jobs Configuration: anonymization rules, their schedule, previews and runs. And Legal Holds.",
  letterAdministrator: "Letters Configuration: retention periods, previews and runs of the purge.",
  userAdministrator:
    "Users and sets: finds, sees and changes patrons, runs Update/Notify Users, and purges.",
  userManager:
    "Users and sets: finds, sees and changes patrons, runs Update/Notify Users, and never purges.",
  privacyOfficer:
    "Reads what is forgotten and when: rules, retention periods, the Delete User Policy, legal holds, previews, reports and the audit. Opens no user and changes nothing.",
  auditor: "The audit, with every change and sign-in. Sees no patron and changes nothing.",
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
  "users.write",
  "users.run",
  "holds.read",
  "holds.write",
  "purge.read",
  "purge.write",
  "purge.run",
  "institution.write",
  "imports.write",
  "staff.write",
  "apiKeys.write",
  "backups.write",
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
    "holds.read",
    "holds.write",
  ],
  letterAdministrator: [...everyone, "letters.read", "letters.write", "letters.run"],
  userAdministrator: [
    ...everyone,
    "users.read",
    "users.write",
    "users.run",
    "purge.read",
    "purge.write",
    "purge.run",
  ],
  userManager: [...everyone, "users.read", "users.write", "users.run"],
  privacyOfficer: [
    ...everyone,
    "anonymization.read",
    "letters.read",
    "holds.read",
    "purge.read",
    "audit.read",
  ],
  auditor: [...everyone, "audit.read"],
};

/** Who switches and schedules a job, and who starts and steers its runs: those who hold its screen. */
export const jobPermissions = {
  anonymization: { write: "anonymization.write", run: "anonymization.run" },
  "letters-purge": { write: "letters.write", run: "letters.run" },
  "purge-users": { write: "purge.write", run: "purge.run" },
  "update-users": { write: "users.write", run: "users.run" },
} as const satisfies Record<string, Record<"write" | "run", Permission>>;

type Deed = "write" | "run";

/** What this takes of the job; null for a job that this version does not know, which is for nobody. */
export const permissionOfJob = (job: string, deed: Deed): Permission | null =>
  job in jobPermissions ? jobPermissions[job as keyof typeof jobPermissions][deed] : null;

/** All that may be asked, by the job. */
export const permissionsOfJobs = (deed: Deed): Record<string, Permission> =>
  Object.fromEntries(
    Object.entries(jobPermissions).map(([job, permission]) => [job, permission[deed]]),
  );

export const permitsJob = (roles: readonly StaffRole[], job: string, deed: Deed): boolean => {
  const permission = permissionOfJob(job, deed);
  return permission !== null && permits(roles, permission);
};

/** A kill switch: of a job for whoever runs it, of all jobs for the institution's administrator. */
export const permissionOfSwitch = (scope: string): Permission =>
  permissionOfJob(scope, "run") ?? "institution.write";

/** All that may be asked, by the switch. */
export const permissionsOfSwitches = (): Record<string, Permission> => ({
  ...permissionsOfJobs("run"),
  all: permissionOfSwitch("all"),
});

export const permits = (roles: readonly StaffRole[], permission: Permission): boolean =>
  roles.some((role) => granted[role].includes(permission));
